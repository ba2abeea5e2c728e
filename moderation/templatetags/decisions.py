"""Decisions in sentences."""

from django import template

from moderation.services.desk import decision_texts

register = template.Library()

register.filter("done", decision_texts.done)
register.filter("decided_by", decision_texts.decided_by)
register.filter("decided_before", decision_texts.decided_before)
