YEARS = ("2023", "2024", "2025")
extensions = ["sphinx_paperreview"]


def others(year):
    return {other: f"https://example.org/{other}/" for other in YEARS if other != year}
