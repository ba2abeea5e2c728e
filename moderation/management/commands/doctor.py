import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.management import diagnosis
from moderation.management.diagnosis import Finding, State

EXIT_WARNING = 3
EXIT_ERROR = 1


class Command(BaseCommand):
    help = (
        "Say what is wrong with this site, and what to do. "
        "Exits with 0 if nothing is, with 3 for warnings, and with 1 if it cannot work."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON list of what was found")

    def handle(self, **options: Any) -> None:
        found = list(diagnosis.findings())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in found], indent=1))
        else:
            for finding in found:
                self._write(finding)
        states = {finding.state for finding in found}
        if State.ERROR in states:
            raise CommandError("The site cannot work like this.", returncode=EXIT_ERROR)
        if State.WARNING in states:
            raise CommandError("Something should be seen to.", returncode=EXIT_WARNING)

    def _write(self, finding: Finding) -> None:
        styles = {State.OK: self.style.SUCCESS, State.WARNING: self.style.WARNING}
        style = styles.get(finding.state, self.style.ERROR)
        self.stdout.write(f"{style(f'{finding.state:8}')}{finding.about}: {finding.told}")
        if finding.step:
            self.stdout.write(f"{'':8}→ {finding.step}")
