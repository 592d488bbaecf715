"""A pytest plugin: says before the closing line what a run left out; in CI a skipped test is a failed one."""

import os

import pytest

LEFT_OUT = "ECM_TESTS_LEFT_OUT"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _fail_if_skipped(report)


@pytest.hookimpl(tryfirst=True)
def pytest_collectreport(report: pytest.CollectReport) -> None:
    _fail_if_skipped(report)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"In CI nothing may be left out. {reason}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if left_out := os.environ.get(LEFT_OUT):
        terminalreporter.section("left out")
        for line in left_out.splitlines():
            terminalreporter.write_line(line)
