"""The zones of a record: the sorts of text that are searched apart. How much each counts is the ranking's business."""

from __future__ import annotations

TITLE = "title"  # 管理事项, 服务事项, a regime's title
ITEM = "item"  # 具体工作事项
DUTY = "duty"  # 主要职责, shared by its items
AGENCY = "agency"  # the agencies of a matter
ROLE = "role"  # what each agency does
TEXT = "text"  # a service's content, a regime's sections
BASIS = "basis"  # 相关依据
NOTE = "note"  # 备注, which mostly names a law or who does it
CASE = "case"
OFFICE = "office"  # who in the department, how to reach them, when
OWNER = "owner"  # the department whose list it is, its region
CATEGORY = "category"  # the group that a band row or a heading names, the sort of a power
EXTRA = "extra"  # columns that the kind has no field for, and what is alike in most records
HEADING = "heading"  # what text that no kind fits stands under
PRINTED = "printed"  # text that no kind fits

ZONES: tuple[str, ...] = (
    *(TITLE, ITEM, DUTY, AGENCY, ROLE, TEXT, BASIS, NOTE, CASE, OFFICE, OWNER),
    *(CATEGORY, EXTRA, HEADING, PRINTED),
)

ZONE_BITS = 24  # positions within a zone stay below 2**24
