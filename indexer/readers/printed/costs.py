"""The weights of the search for the rows and columns of a printed table: the one place where they stand.

Costs add up, and the reading that costs least is taken. They are about -log of a likelihood: 0 for what is usual, 2
for what is seldom seen, 4 and more for what is hardly ever seen, infinity for what cannot be. They were chosen on
printed lists of made-up departments in many layouts, never on one list; a table teaches the search its own widths
and rates on top (`model`).
"""

from __future__ import annotations

import math

# -- the search -------------------------------------------------------------------------------------------

BEAM = 64  # readings kept at each piece; with 16 and less the right one begins to be lost on the way
LESSONS = 2  # readings of a table, or of its beginning, that teach the model before the last one
SAMPLE = 1500  # pieces that are enough to learn from
MOST_PIECES = 15_000  # of all tables of a file
OUT_OF_REACH = 11.0  # a reading this much worse than the best one is given up
ROUNDING = 1e-9  # by which sums of the same costs may differ
LONGEST_CELL = 250  # pieces
MOST_BROKEN = 0.4  # share of rows without a needed cell above which the reading is no table
HIGHEST_COST = 2.5  # of a cell, on average; what is read rightly costs about 1 a cell, even where little is known

# -- what a cell's words say of its column ----------------------------------------------------------------

SELDOM = 2.0
HARDLY = 4.0
NEVER = 12.0

# What an empty cell costs in a column, as long as nothing is known of the table.
EMPTY: dict[str, float] = {
    "note": 0.2,
    "phone": 1.0,
    "time": 1.0,
    "office": 1.5,
    "basis": 1.5,
    "case": 1.5,
    "seq": 2.5,
    "agency": 3.0,
    "": 0.7,
}
EMPTY_OTHERWISE = HARDLY

ROLE_WITHOUT_VERB = 1.5  # a role that begins with none of the words that roles begin with
BASIS_WITHOUT_LAW = 1.0  # a basis that does not even mention a law, on top of SELDOM
CASE_WITHOUT_SIGN = 0.5  # a case that begins with none of the words that cases begin with
NAME_AS_ROLE = 1.0  # an agency or office that begins as roles do
UNPAIRED = 1.5  # a bracket or quotation mark that opens or closes alone
SENTENCE_AS_LABEL = 1.5  # a matter or service that ends as a sentence
AGENCY_AS_LABEL = 1.5  # a matter or service that is called as an agency is
CASE_WITHOUT_END = 0.7  # a case that does not end as a sentence
PHONE_AS_OFFICE = 1.0
LONGEST_NAME = 24  # characters: an office, agency or matter is seldom longer
PER_CHARACTER = {"agency": 0.2, "label": 0.15, "office": 0.3, "time": 0.2}  # of a cell that is longer than usual
STRANGER = 0.5  # an agency that the table names once, where others come again
SWALLOWED = 1.5  # an agency that ends in another one's name

# -- the rows of a table ----------------------------------------------------------------------------------

# What it costs that a row prints no cell in a column, as long as nothing is known of the table.
MISSING = {"item": 4.0, "role": 4.0, "agency": 3.0, "content": 3.0, "service": 3.0, "office": 1.5, "seq": 3.0}
MISSING_OTHERWISE = 3.0
OFTEN = 2.0  # up to this cost of an empty cell, cells of a column are often empty
UNMARKED = 0.3  # the share of what a missing cell costs that remains where a dump does not print empty ones
EVEN = math.log(2)  # the cost of either of two like chances
BELIEF = 3.0  # rows that the habits count for, against those of the table
MOST_LEARNED = 5.0  # the highest cost that a table can teach
FEWEST_WRAPS = 2  # wrapped lines from which a column's width is known
AFTER_CUT = 6.0  # a row that begins after one that the page's end cuts
MIXED = 3.0  # a row that goes on and begins at once, or goes on with some of its cells only
FIRST_NUMBER = 1.0  # a table whose numbers do not start at 1
STRANGE_NUMBER = 4.0  # a number that does not follow the one before
MISSED = 2.0  # the number that is due, an agency's name or a point of law, standing apart, taken for something else

# -- where cells end --------------------------------------------------------------------------------------

FIRST_CUT, FURTHER_CUT = 1.0, 0.3  # a cell that the page's end cuts
CUT_AT_MARK = 1.0  # a cut right behind the end of a sentence
UNFINISHED = 4.0  # a cut cell that does not go on
SHARED_CELL, SHARED_ROW = 0.4, 0.8  # two cells, or two rows, on one line
LOST_END = 6.0  # a cell's end without its blank
TYPED = 1.2  # a blank inside a cell's line
TYPED_AT_FIGURE = 0.4  # the same beside a figure or a Latin letter
TYPED_AT_WRAP = 1.5  # a blank where a full line wraps
STRAY = 1.2  # a blank that is no cell
NUMBER_GOES_ON = 4.0  # a cell of a number that holds more than one piece
PARAGRAPH = 2.5  # a paragraph's end inside a cell, where the text gives no reason for it
MOST_PARAGRAPH = 3.5  # the same, at most, whatever the table teaches
FOLLOWS = 0.3  # the same, where the text gives a reason
UNLIKE = 0.7  # paragraphs of one cell of which one ends as a sentence and the other does not

# -- the widths of lines ----------------------------------------------------------------------------------

SLACK = 2  # half-width units by which lines of one column differ (a mark that hangs over, a figure kept whole)
PER_UNIT = 0.4  # what each further unit costs
MOST_WIDTH = 4.0  # what a line's width costs at most
FULL_END = 1.5  # a cell that ends with a full line, where line ends say nothing
DONE = 1.0  # a cell that goes on after a short line that ends as a sentence
ANY_LINE = 0.7  # the same, and going on, where no width is known

# -- which rows belong together ---------------------------------------------------------------------------

# What each likeness counts beside that of a row with its label: here more is better.
WITH_BLOCK = 0.5  # of a row with all of its block
WITH_NEIGHBOUR = 1.0  # of the two rows that a border parts; it counts against the border
COVERED = 1.0  # of a label with the rows below it
SIZE = 0.1  # a block's distance from the usual number of rows, squared; it counts against the border
OPENER = 1.0  # that a block begins with the agency that most blocks begin with
TWICE = 0.5  # that an agency stands in a block twice; it counts against the border
CLEAR = 0.5  # how much better the best border must be than any other to be beyond doubt
