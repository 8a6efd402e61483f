"""Where companies are incorporated, as covers print it: states and provinces of North America,
countries, and a region before its country.

>>> import re
>>> [bool(re.fullmatch(JURISDICTION, t)) for t in ("Republic of Italy", "Karnataka, India", "Acme")]
[True, True, False]
"""

STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia"
    "|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland"
    "|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire"
    "|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania"
    "|Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia"
    "|Washington|West Virginia|Wisconsin|Wyoming|Alberta|British Columbia|Manitoba|New Brunswick"
    "|Nova Scotia|Ontario|Quebec|Saskatchewan"
)
"""Of the United States and Canada; filers of other countries print none."""

CODES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ"
    " NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY AB BC MB NB NS ON QC SK"
)
STATE = "|".join((STATES, STATES.upper(), "|".join(CODES.split()), r"D\.C\."))

COUNTRIES = (
    "Afghanistan|Albania|Algeria|Andorra|Angola|Anguilla|Antigua and Barbuda|Argentina|Argentine"
    "|Armenia|Aruba|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus"
    "|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil"
    "|British Virgin Islands|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada"
    "|Cape Verde|Cayman Islands|Chad|Channel Islands|Chile|China|Colombia|Comoros|Congo"
    "|Cook Islands|Costa Rica|Croatia|Cuba|Curaçao|Curacao|Cyprus|Czech Republic|Czechia|Denmark"
    "|Djibouti|Dominica|Dominican Republic|Dubai|Ecuador|Egypt|El Salvador|England and Wales"
    "|England & Wales|England|Estonia|Eswatini|Ethiopia|Faroe Islands|Fiji|Finland|France|Gabon"
    "|Gambia|Germany|Ghana|Gibraltar|Great Britain|Greece|Greenland|Grenada|Guatemala|Guernsey"
    "|Guinea|Guyana|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland"
    "|Isle of Man|Israel|Italy|Ivory Coast|Jamaica|Japan|Jersey|Jordan|Kazakhstan|Kenya|Korea"
    "|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania"
    "|Luxembourg|Macao|Macau|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Marshall Islands"
    "|Mauritania|Mauritius|Mexico|México|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco"
    "|Mozambique|Myanmar|Namibia|Nepal|Netherlands Antilles|Netherlands|New Zealand|Nicaragua"
    "|Nigeria|Niger|North Macedonia|Northern Ireland|Norway|Oman|Pakistan|Panama|Panamá"
    "|Papua New Guinea|Paraguay|Peru|Perú|Philippines|Poland|Portugal|Qatar|Romania|Russia"
    "|Russian Federation|Rwanda|Saint Kitts and Nevis|Nevis|Saint Lucia|Samoa|San Marino"
    "|Saudi Arabia|Scotland|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia"
    "|Solomon Islands|Somalia|South Africa|South Korea|Spain|Sri Lanka|Sudan|Suriname|Sweden"
    "|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tonga|Trinidad and Tobago|Tunisia"
    "|Turkey|Türkiye|Turkmenistan|Turks and Caicos Islands|Uganda|Ukraine|United Arab Emirates"
    "|United Kingdom|United Mexican States|United States|Uruguay|Uzbekistan|Vanuatu|Venezuela"
    "|Vietnam|Viet Nam|Virgin Islands|Wales|Yemen|Zambia|Zimbabwe"
)
FORM_OF_STATE = (
    r"(?:(?:The )?(?:(?:[A-Z][a-z]+(?:[’']s)? ){0,3}Republic|(?:United |Hashemite )?Kingdom"
    r"|Grand Duchy|Principality|Bailiwick|Commonwealth|State|Sultanate|Special Administrative"
    r" Region|Province|Territory) of (?:the )?|(?:The )?)"
)
REGION = r"(?:[A-ZÀ-Þ][\wÀ-ÿ’'.-]+ ?){1,3}, "
"""A province, canton or emirate, ahead of its country."""
COUNTRY = rf"(?:{REGION})?{FORM_OF_STATE}(?:{COUNTRIES})(?: \([A-Z]+\))?"
COUNTRY_IN_CAPITALS = rf"(?:[A-Z]+ )?(?:(?:[A-Z’']+ ){{0,3}}OF (?:THE )?)?(?:{COUNTRIES.upper()})"
JURISDICTION = (
    rf"{COUNTRY}|(?:(?:State|Commonwealth|Province) of )?(?:{STATES}), (?:Canada|U\.?S\.?A?\b\.?)"
    rf"|{STATE}|{COUNTRY_IN_CAPITALS}"
)
