"""What a process loads before it reads its first file."""

import subprocess
import sys


def test_processes_that_read_files_need_no_data_frames():
    code = "import sys, extract_filings.pipeline.extract; print('polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
