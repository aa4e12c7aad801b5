"""Turns a slip, which is data, into a page: papers, fonts, blocks, layout, PDF, pixels. It knows no kind of slip."""
