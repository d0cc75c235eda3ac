"""Words of the field as closed lists: stable ASCII code stored, English label, Chinese beside.

A leaf: it imports nothing of the house. Chinese labels stand in the catalogue; the comment
beside a term gives its Chinese for the reader of the code.
"""
