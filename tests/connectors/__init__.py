"""Whatever speaks to the outside, held to what it promises."""
