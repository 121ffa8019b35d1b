"""By what a page of Open Atrium is known, also where its theme renames every class."""

from __future__ import annotations

import re

from lxml import etree

#: parameters and form fields that hold the numbers of a space and of a section
GROUP, SECTION = "og_group_ref_target_id", "oa_section_ref_target_id"


def is_open_atrium(tree: etree._Element) -> bool:
    """Whether a page bears marks of Open Atrium: its parameters, form fields, data attributes or body classes."""
    body = tree.find("body")
    classes = (body.get("class") or "") if body is not None else ""
    if re.search(r"\bog-context-node\b|\bnode-type-oa-|\boa-", classes):
        return True
    if next((one for one in tree.iter("select", "input") if one.get("name") in {GROUP, SECTION}), None) is not None:
        return True
    return any(GROUP in (link.get("href") or "") for link in tree.iter("a"))
