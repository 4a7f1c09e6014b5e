"""The library: measures, agreement templates and public programmes, each as data that anyone can read.

A measure of the library is a starting point. Taken into a scorecard it becomes the
contract's own, and a later change of the library changes no scorecard.
"""
