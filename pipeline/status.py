"""What is said of a value: how it came about, and which rules it breaks.

Between the steps a status is this value. In the tables it is a text, which is written and read here
and nowhere else.
"""

import re
from dataclasses import dataclass

FOUND = "found"
FORCED = "forced"
"""Of a field that was asked again, where null was no answer."""
DERIVED = "derived"
"""Said by code from what is printed there: "2 years" for "two (2) years", "EUR" for "€"."""
DECIDED = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
"""A person's verdict -> the outcome."""
FAILED, WARNED = "check failed: ", "check warned: "
CHECKS = re.compile(rf"(?:^|[;,] )(?P<kind>{FAILED}|{WARNED})(?P<names>[^;]*)")


@dataclass(frozen=True, slots=True)
class Status:
    """`outcome`: found, derived, forced, not grounded, review, "conflicting: page 4 says ...", or
    one of DECIDED. `failed`, `warned`: names of the schema's broken rules.

    >>> str(Status("corrected", ("balance", "cash"), ("revenue_jump",)))
    'corrected, check failed: balance, cash; check warned: revenue_jump'
    >>> str(Status()), str(Status("forced", warned=("due",)))
    ('found', 'forced; check warned: due')
    """

    outcome: str = FOUND
    failed: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()

    @property
    def decided(self) -> bool:
        """By a person."""
        return self.outcome in DECIDED.values()

    @property
    def doubted(self) -> bool:
        """For a person to check: not sure enough, disputed by another page, or against a rule.

        >>> Status().doubted, Status("review").doubted, Status("corrected").doubted
        (False, True, False)
        >>> Status("derived").doubted, Status("derived", failed=("due",)).doubted
        (False, True)
        """
        return self not in (Status(), Status(DERIVED)) and not self.decided

    def __str__(self) -> str:
        """As the tables have it. A failed check says more than how the value was found."""
        checks = [FAILED + ", ".join(self.failed)] if self.failed else []
        checks += [WARNED + ", ".join(self.warned)] if self.warned else []
        if self.decided:
            return ", ".join([self.outcome, "; ".join(checks)] if checks else [self.outcome])
        silent = self.failed or (self.outcome == FOUND and checks)
        return "; ".join(checks if silent else [self.outcome, *checks])

    @classmethod
    def parse(cls, text: str) -> "Status":
        """
        >>> Status.parse("review; check warned: due")
        Status(outcome='review', failed=(), warned=('due',))
        >>> Status.parse("accepted, check failed: balance, cash").failed
        ('balance', 'cash')
        """
        names = {m["kind"]: tuple(m["names"].split(", ")) for m in CHECKS.finditer(text)}
        outcome = CHECKS.sub("", text) or FOUND
        return cls(outcome, names.get(FAILED, ()), names.get(WARNED, ()))
