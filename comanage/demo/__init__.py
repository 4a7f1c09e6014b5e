"""The demo: an invented health system, built by the same actions that people use.

people.json says who there is, story.json how far each quarter has come; each
agreement has its terms (a .json file) and its figures (a .csv file). Names are
invented, hosts end in .example, people are named after their roles.
"""
