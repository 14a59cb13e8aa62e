"""Lists inside a block."""

from wagtail.blocks import Block, ListBlock


class ItemsBlock(ListBlock):
    """A list that opens with as many empty items as it needs, so that no error greets whoever adds it."""

    def __init__(self, child_block: Block, search_index: bool = True, **kwargs):
        super().__init__(child_block, search_index, **kwargs)
        if not self._has_default:
            needed = max(1, self.meta.min_num or 1)
            self.meta.default = [self.child_block.get_default() for _item in range(needed)]

    # How Wagtail rebuilds a list from a migration.
    __init__.has_child_block_arg = True  # type: ignore[attr-defined]
