"""Write small PDFs that reproduce the faults of PDF readers which docs/text-layer.md names.

    python tests/measure/faults.py FOLDER

Each holds one or two lines with nothing on the page but what shows the fault.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from measure.text_layer import pdf  # noqa: E402 - the tree's own packages come first

FAULTS = {
    "mirrored": "قال «نعم» (أمس) ثم “لا” وسكت",
    "url": "زوروا موقعنا على example.org/ar/news?id=42 اليوم",
    "wide": "بلغ عدد السكان ١٢٣٤٥٦٧ نسمة في عام ١٩٩٩ وكان ٩ منهم في السن ١٢٣٤٥٦٧٨٩٠١٢ تقريبا\n"
    "ارتفع السعر من ١٠ إلى ١٠٠٠٠٠٠ ريال",
    "hamza": "أعلن المؤتمر عن إنشاء هيئة",
    "direction": "سلام عليكم\nThe word سلام means peace.",
    "joined": "سنة ١٤٤٥هـ",
    "number": "عام ١٩٩٩ وكان",
    "quote": "سياسة “التوجه شرقاً” وتنويع",
}


def main() -> None:
    """Write one file for each fault."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FAULTS.items():
        family = "noto-kufi-arabic" if name == "wide" else "amiri"
        (folder / f"{name}.pdf").write_bytes(pdf(text, "ar", family))


if __name__ == "__main__":
    main()
