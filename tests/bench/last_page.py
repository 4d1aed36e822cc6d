"""How full the last page is, for releases of 40 to 1,500 words with 0 to 3 photos, contacts and a code.

    python tests/bench/last_page.py [WORDS...]     prints a line for each

Fullness is measured in the finished PDF. A last page under 20 % full that no finding reports is marked.
"""

import sys
import tempfile
from pathlib import Path
from time import process_time

from typeset.jobs import make

sys.path.insert(0, str(Path(__file__).parents[1]))

from lengths import lengths
from test_fit import fills

WORDS = (40, 100, 250, 400, 600, 900, 1500)


def main() -> None:
    """Print the table."""
    marked = 0
    for length in lengths(*map(int, sys.argv[1:]) if sys.argv[1:] else WORDS):
        with tempfile.TemporaryDirectory() as folder:
            file = length.write(Path(folder))
            began = process_time()
            result = make.run(make.Job(file))
            took = process_time() - began
        full = fills(result.editions[0].pdf)
        is_reported = any(finding.id == "page/last-page" for finding in result.findings)
        empty = len(full) > 1 and full[-1] < 0.2 and not is_reported
        marked += empty
        print(
            f"{length!s:55} {' '.join(f'{fill:4.0%}' for fill in full):20} {took:.2f} s",
            "found" * is_reported,
            "!" * empty,
        )
    print(f"{marked} last pages under 20 % without a finding")


if __name__ == "__main__":
    main()
