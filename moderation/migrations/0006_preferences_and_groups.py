"""Groups of users that migrate makes, what moderators set for their own well-being, and which
cases are severe.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SEVERE = ("threat", "identity_attack")


def mark_severe(apps, schema_editor):
    """Mark the open cases; what was decided before counts towards nobody's shift."""
    finding = apps.get_model("moderation", "Finding")
    severe = models.Q(clause__attribute__in=SEVERE) | models.Q(reason="violence")
    found = finding.objects.filter(severe, comment=models.OuterRef("comment"))
    items = apps.get_model("moderation", "ReviewItem").objects.filter(status="open")
    items.filter(models.Exists(found)).update(severe=True)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_comments_by_time'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('moderation', '0005_authors_notices_and_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ShippedGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As it was made.', max_length=150, unique=True)),
                ('given', models.JSONField(default=list, help_text='app.codename of each permission given.')),
            ],
        ),
        migrations.AlterModelOptions(
            name='decision',
            options={'ordering': ['-id'], 'permissions': [('compare_moderators', "Can see each moderator's statistics")]},
        ),
        migrations.AddField(
            model_name='preferences',
            name='break_minutes',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Minutes of work without a break. Empty: never.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='remind me of a break after minutes'),
        ),
        migrations.AddField(
            model_name='preferences',
            name='break_severe',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Threats and attacks on groups, decided without a break. Empty: never.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='remind me of a break after severe comments'),
        ),
        migrations.AddField(
            model_name='preferences',
            name='passed_over',
            field=models.JSONField(blank=True, default=list, help_text='Comments that break one of them are left to your colleagues.', verbose_name='rules to pass over'),
        ),
        migrations.AddField(
            model_name='preferences',
            name='spread_severe',
            field=models.BooleanField(default=False, help_text='Three other comments come before each, while there are any.', verbose_name='spread severe comments out'),
        ),
        migrations.AddField(
            model_name='reviewitem',
            name='severe',
            field=models.BooleanField(default=False, help_text='A finding is about a threat, violence or an attack on a group.'),
        ),
        migrations.AddIndex(
            model_name='reviewitem',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['queue', 'severe', '-priority', 'id'], name='open_items_spread'),
        ),
        migrations.AddField(
            model_name='shippedgroup',
            name='group',
            field=models.OneToOneField(help_text='Empty if it was deleted, or if the site had a group of this name before.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group'),
        ),
        migrations.RunPython(mark_severe, migrations.RunPython.noop),
    ]
