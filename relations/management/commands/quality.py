"""Run the checks of the quality desk and list what they find.

manage.py quality                            all checks, and what is doubtful or wrong
manage.py quality --check duplicate_people   one of them
manage.py quality --fail-on error            exit with 1 where something cannot be right
manage.py quality --links                    ask every link first: minutes, resumable
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser

from relations.curation.by_hand import queue_edits_by_hand
from relations.curation.quality import CHECKS, Weight, asking, desk
from relations.management.described import DescribedCommand
from relations.models import Finding

WEIGHTS = {weight.name.lower(): weight for weight in Weight}


class Command(DescribedCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="append",
            default=[],
            choices=sorted(CHECKS),
            metavar="NAME",
            help="Run this check only; repeat it for several. One of: " + ", ".join(sorted(CHECKS)),
        )
        parser.add_argument("--model", help="List findings about this model only: agreement.")
        parser.add_argument(
            "--weight",
            choices=WEIGHTS,
            default="doubt",
            help="List what weighs as much or more (default: doubt).",
        )
        parser.add_argument(
            "--fail-on", choices=WEIGHTS, help="Exit with 1 where this or worse is listed."
        )
        parser.add_argument("--limit", type=int, default=100, help="Lines a check (default: 100).")
        parser.add_argument("--links", action="store_true", help="Ask every link first.")
        parser.add_argument(
            "--older-than",
            type=int,
            default=30,
            metavar="DAYS",
            help="With --links: leave alone what was asked since (default: 30 days).",
        )
        parser.add_argument(
            "--pause",
            type=float,
            default=2.0,
            metavar="SECONDS",
            help="With --links: between two requests to one host (default: 2).",
        )

    def handle(self, **options: Any) -> None:
        if options["links"]:
            self._ask(options)
        if not options["check"] and (number := queue_edits_by_hand()):
            self.stderr.write(f"{number} edited outside the application: they wait for review.")
        self._run(options["check"])
        worst = self._list(options)
        if options["fail_on"] and worst is not None and worst >= WEIGHTS[options["fail_on"]]:
            raise CommandError("There are findings: mend them, or dismiss them with a reason.")

    def _ask(self, options: Any) -> None:
        urls = asking.due(dt.timedelta(days=options["older_than"]))
        self.stderr.write(f"Asking {len(urls)} links. Ctrl-C breaks off; another run goes on.")

        def say(number: int, answer: Any) -> None:
            if answer.result != "ok" or number % 25 == 0:
                self.stderr.write(f"{number}/{len(urls)} {answer.words()} {answer.url}")

        try:
            bad = asking.check_links(urls, pause=options["pause"], progress=say)
        except KeyboardInterrupt:
            raise CommandError("Broken off. What was asked is kept.") from None
        self.stderr.write(f"{bad} of {len(urls)} did not answer well.")

    def _run(self, names: list[str]) -> None:
        """Run the checks, and say after each how far it is."""
        total, done = len(desk.chosen(names)), 0

        def say(check: Any, seconds: float, number: int) -> None:
            nonlocal done
            done += 1
            self.stderr.write(f"{done}/{total} {check.name}: {number} ({seconds:.1f} s)")

        try:
            desk.run(names, progress=say)
        except KeyboardInterrupt:
            said = f"Broken off. The results of {done} of {total} checks are kept."
            raise CommandError(said) from None

    def _list(self, options: Any) -> Weight | None:
        """Print the findings that stand; give the heaviest weight among them."""
        worst: Weight | None = None
        for check in desk.chosen(options["check"]):
            if check.weight < WEIGHTS[options["weight"]]:
                continue
            findings = Finding.objects.open().filter(check_name=check.name)
            if options["model"]:
                findings = findings.filter(model=options["model"].lower())
            number = findings.count()
            if not number:
                continue
            worst = max(worst or check.weight, check.weight)
            self.stdout.write(f"\n{check.title} ({check.weight.label}): {number}")
            for finding in findings[: options["limit"]]:
                keys = " ".join(f"{model}:{pk}" for model, pk, _label in finding.records)
                self.stdout.write(f"  {finding.sentence} [{keys}]")
            if number > options["limit"]:
                self.stdout.write(f"  … and {number - options['limit']} more")
        if worst is None:
            self.stdout.write("Nothing found.")
        return worst
