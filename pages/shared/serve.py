"""Starts Streamlit's server, from the folder of `app.py`: `python pages/shared/serve.py [streamlit's options]`.

A folder named `pages` beside `app.py` makes a fresh server treat its first visit in the old multipage way, in which a
bookmarked page is 'not found'. Saying that there is none is all that this does more than `streamlit run`.
"""

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    cli.main(["run", "app.py", *sys.argv[1:]], prog_name="synth app")
