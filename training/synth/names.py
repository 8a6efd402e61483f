"""Invented companies, people and places. Towns and states are real, streets and firms are not meant to be."""

import random

HEADS = ["Alder", "Bexley", "Calvert", "Dornoch", "Ellery", "Fenwick", "Garrow", "Halden", "Ilex", "Jarrow", "Kestrin", "Lorimer", "Marlowe", "Northgate", "Ostrava", "Penhallow", "Quillon", "Redfern", "Sable", "Tarrant", "Umber", "Varden", "Wexcombe", "Yarrow", "Zephyrine", "Brightmoor", "Coldwater", "Dunmere", "Eastholm", "Fairlight", "Graymont", "Hollis", "Ironbark", "Juniper Vale", "Kirkwall", "Larkspur", "Mistral", "Netherby", "Oakhurst", "Pinecrest", "Ravensworth", "Silverton", "Thornbury", "Upland", "Vantor", "Westerleigh", "Axiora", "Belvanta", "Cortexa", "Dynovia", "Evantis", "Fluxara", "Genomiq", "Helioptra", "Innovex", "Kinetra", "Luminara", "Meridiax", "Nexavon", "Optalis", "Pyraxis", "Quantora", "Rheonix", "Solvara", "Tessaly", "Ultrion", "Veridex", "Xylonic", "Zentara"]
MIDDLES = ["", "", "", "Industrial", "Pharmaceutical", "Energy", "Therapeutics", "Foods", "Retail", "Financial", "Water", "Logistics", "Semiconductor", "Medical", "Communications", "Materials", "Aerospace", "Software", "Biosciences", "Home", "Packaging", "Steel", "Media", "Motor", "Chemical", "Paper", "Healthcare", "Data", "Robotics", "Outdoor", "Mining", "Gas & Electric", "Instruments", "Beverage", "Apparel"]
TAILS = ["Inc.", "Inc.", "Inc.", "Corporation", "Corporation", "Corp.", "Company", "Co.", "Group, Inc.", "Holdings, Inc.", "Holdings Corporation", "Technologies, Inc.", "Industries, Inc.", "International, Inc.", "Systems, Inc.", "plc", "Brands, Inc.", "Incorporated", "Ltd.", "Enterprises, Inc.", "Companies, Inc.", "& Co., Inc.", "Group Ltd.", "Laboratories", "LLC", "N.V.", "Trust", "Bancorp"]
FIRST = ["Anna", "Bruno", "Carla", "Dmitri", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kavita", "Lars", "Mona", "Nils", "Olga", "Pavel", "Rosa", "Samir", "Tessa", "Victor"]
LAST = ["Aldergate", "Brixton", "Caldera", "Dunford", "Eastlake", "Fairbrook", "Greenhalgh", "Hartwell", "Ironside", "Jessop", "Kettering", "Longacre", "Merriday", "Northam", "Oxenford", "Pemberley", "Quarles", "Ridgemont", "Stanhope", "Thistlewood"]
OWN_MIDDLES = {
    "bank": ["", "Financial", "National", "American", "First", "Community", "Savings", "Credit", "Card Services", "Trust", "Valley", "City"], "insurer": ["", "Casualty", "Insurance", "Life", "Mutual", "Assurance", "Health", "Property & Casualty", "Indemnity", "American"],
    "utility": ["Power", "Electric", "Gas & Electric", "Water Works", "Energy", "Light & Power", "Utilities", "Natural Gas", "Electric Power"], "energy": ["Petroleum", "Oil", "Energy", "Oil & Gas", "Refining", "Resources", "Exploration", "Pipeline"],
}
OWN_TAILS = {
    "bank": ["Bancorp", "Bancshares, Inc.", "Bank Corporation", "Financial Corporation", "Corporation", "Company", "Holdings, Inc.", "Group, Inc.", "& Co.", "Financial Services Group, Inc."],
    "insurer": ["Insurance Group, Inc.", "Companies, Inc.", "Corporation", "Group, Inc.", "Insurance Company", "Holdings, Inc.", "Financial Group, Inc.", "Ltd.", "Re Group, Ltd."],
}
STREETS = ["Maple Hollow", "Commerce", "Technology", "Riverbend", "Harbor", "Foundry", "Old Mill", "Lakeshore", "Corporate Center", "Innovation", "Heritage", "Union", "Prospect", "Granite", "Summit", "Orchard", "Station", "Quarry", "Meridian", "Windmill", "Market", "Birchwood", "North Tower", "South Canal", "West Depot", "East Bay", "Pioneer", "Enterprise", "Cardinal", "Falcon"]
KINDS = ["Street", "Avenue", "Boulevard", "Road", "Drive", "Parkway", "Way", "Plaza", "Lane", "Circle", "Blvd", "Blvd.", "Ave.", "St.", "Court", "Square", "Street, N.W.", "Place"]
NUMBERS = ["One", "Two", "Three", "1", "10", "55"]
SUITES = ["Suite {}", "Suite {}", "Floor {}", "{}th Floor", "Building {}", "Ste. {}", "Mail Stop {}", "P.O. Box {}"]

STATES = {
    "Alabama": "AL", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO", "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC", "Florida": "FL", "Georgia": "GA", "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV",
    "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC", "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Virginia": "VA", "Washington": "WA", "Wisconsin": "WI", "Wyoming": "WY",
}
INCORPORATION = {"Delaware": "DE", "Nevada": "NV", "Kansas": "KS", "Missouri": "MO", "Oklahoma": "OK", "New York": "NY", "Maryland": "MD", "California": "CA", "Ohio": "OH", "Pennsylvania": "PA", "Minnesota": "MN", "Washington": "WA", "Indiana": "IN", "Virginia": "VA", "North Carolina": "NC", "New Jersey": "NJ", "Texas": "TX", "Wisconsin": "WI", "Florida": "FL", "Georgia": "GA", "Ireland": "L2", "Cayman Islands": "E9", "Bermuda": "D0", "Switzerland": "V8", "Netherlands": "P7", "The Netherlands": "P7", "Israel": "L3", "Jersey": "Y9", "England and Wales": "X0", "Michigan": "MI", "Illinois": "IL", "Massachusetts": "MA", "Canada": "Z4", "State of Delaware": "DE", "Commonwealth of Massachusetts": "MA"}
HOME = [("New York", "NY"), ("New York", "NY"), ("Ohio", "OH"), ("Ohio", "OH"), ("New Jersey", "NJ"), ("Pennsylvania", "PA"), ("Washington", "WA"), ("Missouri", "MO"), ("Oklahoma", "OK"), ("Kansas", "KS"), ("Indiana", "IN"), ("Michigan", "MI")]
"""States where companies sit that are incorporated there."""
TOWNS = {
    "California": [("Menlo Park", "94025", "650"), ("Orange", "92868", "714"), ("Mountain View", "94043", "650"), ("San Jose", "95110", "408"), ("San Diego", "92121", "858"), ("Fremont", "94538", "510"), ("Pasadena", "91101", "626")], "New York": [("New York", "10017", "212"), ("New York", "10286", "212"), ("New York", "10004", "646"), ("New York", "10018", "212"), ("Rochester", "14604", "585"), ("White Plains", "10601", "914")], "Texas": [("Texas City", "77590", "409"), ("Round Rock", "78682", "512"), ("The Woodlands", "77380", "281"), ("Cedar Park", "78613", "512"), ("Houston", "77002", "713"), ("Plano", "75024", "972"), ("Austin", "78701", "512"), ("San Antonio", "78205", "210")],
    "Illinois": [("Highland Park", "60035", "847"), ("Lake Forest", "60045", "847"), ("Orland Park", "60462", "708"), ("Chicago", "60606", "312"), ("Oak Brook", "60523", "630"), ("Peoria", "61602", "309")], "Ohio": [("Delaware", "43015", "740"), ("Columbus", "43215", "614"), ("Avon Lake", "44012", "440"), ("Cleveland", "44114", "216"), ("Dayton", "45402", "937"), ("Toledo", "43604", "419")], "Massachusetts": [("Boston", "02110", "617"), ("Cambridge", "02142", "617"), ("Waltham", "02451", "781")], "New Jersey": [("Jersey City", "07310", "201"), ("Franklin Lakes", "07417", "201"), ("Florham Park", "07932", "973"), ("Princeton", "08540", "609"), ("Parsippany", "07054", "973")],
    "Georgia": [("Atlanta", "30309", "404"), ("Savannah", "31401", "912")], "Washington": [("Mill Creek", "98012", "425"), ("Washougal", "98671", "360"), ("Seattle", "98101", "206"), ("Spokane", "99201", "509")], "Minnesota": [("Circle Pines", "55014", "763"), ("St. Louis Park", "55416", "952"), ("Minneapolis", "55402", "612"), ("St. Paul", "55101", "651")], "Florida": [("Tampa", "33602", "813"), ("Coral Gables", "33134", "305")], "Pennsylvania": [("Indiana", "15701", "724"), ("Center Valley", "18034", "610"), ("Newtown Square", "19073", "610"), ("Pittsburgh", "15222", "412"), ("King of Prussia", "19406", "610")],
    "Michigan": [("Battle Creek", "49017", "269"), ("Wyoming", "49509", "616"), ("Bay City", "48708", "989"), ("Grand Rapids", "49503", "616"), ("Detroit", "48226", "313")], "Colorado": [("Denver", "80202", "303"), ("Boulder", "80301", "303")], "Virginia": [("Virginia Beach", "23462", "757"), ("Tysons Corner", "22102", "703"), ("Richmond", "23219", "804"), ("Reston", "20190", "703")], "North Carolina": [("Charlotte", "28202", "704"), ("Durham", "27701", "919")], "Connecticut": [("Stamford", "06901", "203"), ("Hartford", "06103", "860")],
    "Wisconsin": [("Park Falls", "54552", "715"), ("Milwaukee", "53202", "414"), ("Madison", "53703", "608")], "Missouri": [("Park Hills", "63601", "573"), ("St. Louis", "63102", "314"), ("Kansas City", "64106", "816")], "Arizona": [("Phoenix", "85004", "602"), ("Scottsdale", "85251", "480")], "Tennessee": [("Nashville", "37203", "615"), ("Memphis", "38103", "901")], "Indiana": [("Michigan City", "46360", "219"), ("Indianapolis", "46204", "317"), ("Fort Wayne", "46802", "260")],
    "Oklahoma": [("Oklahoma City", "73102", "405"), ("Tulsa", "74103", "918")], "Nebraska": [("Omaha", "68102", "402")], "Utah": [("Salt Lake City", "84101", "801"), ("Lehi", "84043", "801")], "Oregon": [("Portland", "97204", "503"), ("Hillsboro", "97124", "503")], "Kentucky": [("Louisville", "40202", "502")], "Arkansas": [("Little Rock", "72201", "501")], "Nevada": [("Las Vegas", "89135", "702"), ("Reno", "89501", "775")], "Rhode Island": [("Providence", "02903", "401")], "Kansas": [("Overland Park", "66211", "913"), ("Kansas City", "66101", "913")], "Maryland": [("Silver Spring", "20910", "301"), ("College Park", "20740", "301"), ("Baltimore", "21202", "410")], "District of Columbia": [("Washington", "20037", "202")], "Iowa": [("Iowa City", "52240", "319")], "Idaho": [("Boise", "83702", "208")],
}
ABROAD = [
    ("Dublin 2", "Ireland", "L2", "D02 XK09", "+353 1 555 0142"), ("London", "United Kingdom", "X0", "EC2A 4NE", "+44 20 7946 0132"), ("Zug", "Switzerland", "V8", "6300", "+41 41 555 01 23"), ("Toronto", "Ontario", "A6", "M5H 2N2", "(416) 555-0182"), ("Calgary", "Alberta", "A0", "T2P 3N9", "(403) 555-0111"), ("Amsterdam", "The Netherlands", "P7", "1017 CE", "+31 20 555 0155"),
    ("Galway", "Ireland", "L2", "H91 A3EF", "353-91-555-012"),
]


def company(rng: random.Random, kind: str = "") -> tuple[str, str]:
    """Charter name and the short name that statements use; some kinds of companies have words of their own."""
    head, middle, tail = rng.choice(HEADS), rng.choice(OWN_MIDDLES.get(kind, MIDDLES)), rng.choice(OWN_TAILS.get(kind, TAILS))
    if rng.random() < 0.15:
        head = f"{head} & {rng.choice(LAST)}"
    name = " ".join(filter(None, (head, middle, tail)))
    short = rng.choice([head, " ".join(filter(None, (head, middle))), name])
    return ("The " + name if rng.random() < 0.12 else name), short


def person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice('ABCDEFGHJKLMRST')}. {rng.choice(LAST)}"


def street(rng: random.Random) -> tuple[str, str]:
    """First line, and a suite or nothing."""
    number = rng.choice(NUMBERS) if rng.random() < 0.2 else str(rng.randint(2, 9999))
    line = f"{number} {rng.choice(['', '', '', 'N. ', 'West ', 'E. ', 'South '])}{rng.choice(STREETS)} {rng.choice(KINDS)}"
    return line, rng.choice(SUITES).format(rng.randint(2, 900)) if rng.random() < 0.3 else ""
