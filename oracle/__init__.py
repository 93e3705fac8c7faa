"""The oracle: judges whether what is released about who takes part could give anybody away.

A program of its own: it imports no room of the house and has its own arithmetic, so that a mistake would have to be
made twice. It is asked through one function with plain data, described in `oracle.ledger`.
"""

from oracle.examination import Finding, examine

__all__ = ["Finding", "examine"]
