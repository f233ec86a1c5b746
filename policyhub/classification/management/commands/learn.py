"""learn [--json] [--restore]: let the suggestions learn from the decisions, or use the shipped ones again."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from policyhub.classifier.model import shipped_model

from ...actions import training
from ...actions.training import TrainingReport
from ...learning import LEFT_OUT_REASONS, REFUSAL_REASONS, SHIPPED, model_in_use

BY = "command line"


class Command(BaseCommand):
    help = "Trains the suggestions on the organisation's own decisions, or goes back to the built-in ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--restore", action="store_true", help="use the built-in suggestions again")

    def handle(self, *args: Any, restore: bool, **options: Any) -> None:
        if restore:
            self.restore(as_json=options["json"])
            return
        report = training.learn(by=BY, now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(report_as_json(report), indent=1))
        else:
            self.stdout.write("\n".join(report_lines(report)))

    def restore(self, *, as_json: bool) -> None:
        changed = training.use_version(SHIPPED, by=BY, now=timezone.now())
        if as_json:
            self.stdout.write(json.dumps({"restored": changed, "in_use": shipped_model().version}))
        else:
            self.stdout.write(
                "The built-in suggestions are in use again."
                if changed
                else "The built-in suggestions are already in use."
            )


def report_as_json(report: TrainingReport) -> dict[str, Any]:
    return {
        "taken": report.is_accepted,
        "refused": list(report.refused),
        "why": [str(REFUSAL_REASONS[why]) for why in report.refused],
        "version": report.version,
        "in_use": model_in_use().version,
        "decisions": {"used": report.used, "left_out": report.left_out},
        **report.figures,
    }


def report_lines(report: TrainingReport) -> list[str]:
    lines = [f"{report.used} decisions"]
    lines += [f"  left out: {n} {LEFT_OUT_REASONS[why]}" for why, n in report.left_out.items()]
    for name in ("agreement", "black", "grey", "black_called_grey") if report.figures else ():
        before, after = report.figures["before"][name], report.figures["after"][name]
        lines.append(f"{name:18} {before:.1%} before, {after:.1%} after, on decisions held out")
    if report.figures:
        check = report.figures["check"]
        before, after = check["before"]["black_called_grey"], check["after"]["black_called_grey"]
        lines.append(f"black called grey in our check clauses: {before:.1%} before, {after:.1%} after")
    if report.is_accepted:
        return [*lines, f"{report.version} is in use."]
    return [*lines, *(str(REFUSAL_REASONS[why]) for why in report.refused), f"{model_in_use().version} stays in use."]
