"""The one door of the oracle: which checks make up its outer and its inner part."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from oracle import form, noise, once, solver, source
from oracle.ledger import Ledger, Secret

OUTER: dict[str, Callable[[Ledger], Iterator[str]]] = {
    "O1": form.faults,
    "O2": source.faults,
    "O3": once.faults,
    "O4": solver.faults,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. Any finding keeps a release from being shown."""

    check: str
    about: str


def examine(ledger: Ledger, secret: Secret | None = None) -> list[Finding]:
    """Everything that is wrong with the releases of an arena; empty when they may be shown.

    Without `secret` it is the outer part: form (O1), source (O2), once (O3) and solver (O4). With it, the inner part:
    O3, O4 and noise (O5), of which only pass or fail is ever told.
    """
    checks = OUTER if secret is None else {name: OUTER[name] for name in ("O3", "O4")}
    findings = [Finding(name, about) for name, faults in checks.items() for about in faults(ledger)]
    if secret is not None:
        findings += [Finding("O5", about) for about in noise.faults(ledger["frozen"], secret)]
    return findings
