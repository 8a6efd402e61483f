"""What companies call the items of the three statements: as many ways to say each as we could think of.

Three kinds of list. `PLAIN`: items whose sign goes without saying. `SIGNED`: items whose wording follows the sign, in
four shades: all columns positive, mixed, all negative, and (only where filers do so) the words of a row printed with the
other sign ("Benefit (provision) for income taxes"). `PER_SHARE`: rows that may stand under a heading.

Placeholders: {d} a dash or comma, {h} holder word with apostrophe (stockholders’), {H} the same without, {co} the
company, {a} and {b} two amounts in dollars, {y} and {z} the two balance dates' years.
"""

PLAIN: dict[str, list[str]] = {
    "revenue": [
        "Revenue", "Revenues", "Total revenue", "Total revenues", "Net revenue", "Net revenues", "Total net revenue", "Total net revenues",
        "Net sales", "Sales", "Total net sales", "Total sales", "Net sales and revenues", "Total sales and revenues", "Operating revenues", "Operating revenue", "Total operating revenues", "Net operating revenues", "Turnover",
        "Revenues, net", "Revenue, net", "Sales, net", "Net sales to customers", "Sales to customers", "Revenue from contracts with customers", "Net product sales",
        "Sales and service revenues", "Gross revenues", "Contract revenues",
        "Net sales and operating revenues", "Total sales and operating revenues", "Service revenues, net", "Rental and other revenues", "Merchandise sales",
        "Net premiums and other revenues", "Franchise and restaurant sales", "Freight and service revenue", "Electric and gas operating revenues",
    ],
    "cost_of_revenue": [
        "Cost of revenue", "Cost of revenues", "Cost of sales", "Cost of goods sold", "Cost of products sold", "Total cost of revenue", "Total cost of revenues",
        "Total cost of sales", "Cost of net revenue", "Cost of net revenues", "Costs of revenues", "Costs of goods sold", "Costs of sales",
        "Cost of products and services sold", "Cost of goods and services sold", "Cost of merchandise sold", "Cost of sales and services",
        "Cost of sales, buying and occupancy", "Cost of sales, including buying and occupancy costs", "Cost of products sold, excluding amortization of intangible assets",
        "Cost of sales (exclusive of depreciation and amortization shown separately below)", "Cost of revenue, exclusive of depreciation and amortization",
        "Cost of goods sold, including purchasing and warehousing costs", "Cost of services", "Cost of services provided", "Cost of operations",
        "Less: cost of sales", "Less cost of goods sold", "Costs of products sold", "Manufacturing cost of products sold", "Cost of product sales",
        "Total costs of revenue", "Costs applicable to sales", "Cost of subscription and services", "Purchased products and cost of sales", "Materials and production",
        "Cost of contracts performed", "Direct operating costs", "Cost of goods sold (excluding depreciation)", "Cost of net sales",
    ],
    "research_and_development": [
        "Research and development", "Research and development expenses", "Research and development expense", "Research and development costs", "Research, development and engineering",
        "Research & development", "R&D", "R&D expenses", "Research and development, net", "Product development", "Technology and development", "Technology and content",
        "Product development and engineering", "Engineering, research and development", "Engineering and development", "Research, development and related expenses",
        "Technology and product development", "Development expenses", "Research and product development", "Company-sponsored research and development",
        "Research and experimentation", "Product research and development", "Software development costs", "Less: research and development", "Research and engineering expenses",
        "Design, research and development", "Research and development (including amounts to related parties)", "Exploration and research",
    ],
    "selling_general_and_administrative": [
        "Selling, general and administrative", "Selling, general and administrative expenses", "Selling, general and administrative expense", "Selling, general, and administrative",
        "Selling, general & administrative", "Selling, general & administrative expenses", "SG&A", "SG&A expenses", "Marketing, general and administrative", "Marketing, selling and administrative",
        "Marketing and administration", "Selling and administrative", "Selling and administrative expenses", "Selling, marketing and administrative expenses",
        "Selling, informational and administrative expenses", "Sales, general and administrative", "Sales, marketing, general and administrative", "Selling, operating and administrative",
        "Selling, general, administrative and other", "Administrative and general", "General and administrative expenses", "Operating, selling and general expenses", "Store operating, selling and administrative expenses",
        "Selling, general and administrative costs", "Operating, selling, general and administrative expenses", "Selling, administrative and general expenses", "Marketing, administration and general expenses",
        "Selling and general expenses", "Distribution, selling and administrative expenses", "Salaries, marketing and administrative expenses", "Selling, store and administrative expenses",
        "Commercial and administrative expenses", "Selling, delivery and administrative expenses",
    ],
    "total_costs_and_expenses": [
        "Total costs and expenses", "Costs and expenses", "Total costs and expenses, net", "Total operating costs", "Total expenses", "Total operating expenses",
        "Total cost and expenses", "Total costs", "Total benefits and expenses", "Total claims and expenses", "Total deductions", "Operating costs and expenses",
        "Total operating expenses, net", "Total costs of operations", "Total expenses and other", "Total costs, expenses and other", "Total costs and operating expenses", "Total operating charges",
        "Total costs and expenses from operations", "Total cost of operations and expenses", "Total operating cost and expenses", "Total costs and operating charges", "Total cost and other deductions",
        "Total benefits, losses and expenses",
    ],
    "operating_expenses": [
        "Total operating expenses", "Operating expenses", "Total operating expense", "Operating expenses, total", "Total operating expenses, net", "Total expenses", "Total operating and other expenses", "Total selling, general and other operating expenses", "Total other operating expenses", "Total operating charges", "Operating expenses, net", "Total expenses from operations",
        "Total operating costs", "Total operating expenses and other", "Total operating expenses (income)", "Total other costs and expenses", "Total operating and administrative expenses", "Expenses, total", "Total overhead and operating expenses",
    ],
    "interest_expense": [
        "Interest expense", "Interest expense, net", "Interest and debt expense", "Interest expense on debt", "Interest on long-term debt", "Interest charges", "Interest cost", "Interest expenses", "Interest and financing expense",
        "Interest and other debt expense", "Interest expense, including amortization of debt discount", "Interest and other financing costs", "Interest expense and amortization of debt issuance costs", "Interest on borrowings",
        "Interest expense and other financing costs", "Finance costs", "Less: interest expense", "Interest and amortization of debt discount and expense", "Interest expense and bank charges", "Interest on notes payable",
        "Interest and financing charges", "Interest expense on notes and credit facilities", "Interest{d}debt", "Interest expense, net of capitalized interest", "Interest and debt issue costs", "Financing costs",
        "Interest expense, related and third parties", "Interest on indebtedness", "Debt expense", "Interest expense (contractual interest)",
    ],
    "cash_and_equivalents": [
        "Cash and cash equivalents", "Cash and equivalents", "Cash & cash equivalents", "Cash and cash items", "Cash", "Cash and temporary cash investments", "Cash and short-term investments", "Cash, including cash equivalents",
        "Cash and temporary investments", "Cash and marketable securities", "Cash and cash equivalents (Note 2)", "Cash, including temporary investments", "Cash and interest-bearing deposits", "Cash & equivalents", "Cash and cash equivalents, unrestricted",
        "Unrestricted cash and cash equivalents", "Cash and liquid investments", "Cash on hand and in banks", "Cash and cash equivalents, at cost which approximates market",
    ],
    "short_term_investments": [
        "Short-term investments", "Marketable securities", "Short term investments", "Short-term marketable securities", "Marketable debt securities", "Marketable securities, current", "Investments", "Temporary investments", "Short-term investments, at fair value",
        "Available-for-sale securities", "Investments in marketable securities", "Current investments", "Investment securities", "Short-term investments and marketable securities", "Time deposits", "Temporary cash investments", "Short-term securities", "Current marketable securities",
        "Available-for-sale investments", "Short-term available-for-sale investments", "Other short-term investments", "Short-term and other investments", "Marketable securities, at fair value", "Investments, current portion", "Held-to-maturity investments", "U.S. Treasury securities",
        "Certificates of deposit", "Trading securities",
    ],
    "receivables": [
        "Accounts receivable, net", "Accounts receivable", "Receivables, net", "Receivables", "Trade receivables", "Trade receivables, net", "Trade accounts receivable", "Trade accounts receivable, net", "Accounts receivable, less allowances of {a} and {b}", "Accounts receivable, net of allowance of {a} and {b}", "Accounts receivable, net of allowance for doubtful accounts of {a} and {b}, respectively", "Accounts receivable (less allowance for credit losses of {a} in {y} and {b} in {z})",
        "Trade receivables (less allowance for doubtful accounts of {a} and {b})", "Receivables, less allowances of {a} and {b}", "Trade receivables, less allowances of{d}{y}: {a}; {z}: {b}", "Receivables{d}trade and other", "Customer receivables", "Customer accounts receivable, net", "Accounts receivable, trade", "Receivables from customers", "Net receivables", "Accounts and other receivables, net", "Accounts receivable and unbilled services", "Billed receivables", "Contract receivables, net", "Trade and other receivables, net", "Accounts receivable, net of reserves", "Trade notes and accounts receivable, net",
        "Accounts receivable, principally trade", "Accounts receivable, net of allowance for credit losses", "Credit card receivables, net", "Vendor and customer receivables", "Accounts receivable, customers", "Premiums receivable, net", "Patient accounts receivable, net",
    ],
    "inventory": [
        "Inventories", "Inventory", "Inventories, net", "Inventory, net", "Total inventories", "Merchandise inventories", "Merchandise inventory", "Merchandise inventories, net", "Merchandise inventory{d}net", "Inventories, at lower of cost and net realizable value", "Inventories, principally at average cost", "Net inventories",
        "Inventories, less reserves", "Inventories{d}net", "Finished goods and work in process", "Stock and supplies", "Inventories and supplies", "Materials, supplies and inventories", "Product inventories", "Inventories (Note 4)", "Retail inventories", "Vehicles and parts inventories", "Homebuilding inventories", "Inventories of products and materials",
        "Inventories at FIFO cost", "Contracts in process and inventories", "Drug and general merchandise inventories", "Inventories, net of reserves of {a} and {b}",
    ],
    "current_assets": ["Total current assets", "Current assets, total", "Total Current Assets", "Current assets", "Total current assets, net", "Total of current assets", "Total current assets excluding assets held for sale", "Total current assets (Note 3)", "Total assets, current", "Total current and liquid assets", "Total short-term assets", "Sum of current assets"],
    "property_plant_and_equipment": [
        "Property, plant and equipment, net", "Property and equipment, net", "Property, plant, and equipment, net", "Net property, plant and equipment", "Net property and equipment", "Property, net", "Properties, net", "Plant and equipment, net", "Property, plant & equipment, net", "Property and equipment, less accumulated depreciation",
        "Property, plant and equipment, less accumulated depreciation of {a} and {b}", "Property and equipment, net of accumulated depreciation of {a} and {b}", "Property, plant and equipment, net of accumulated depreciation and amortization of {a} and {b}, respectively", "Property, plant and equipment{d}net", "Property and equipment{d}net", "Fixed assets, net",
        "Property, plant and equipment, at cost, net", "Property, buildings and equipment, net", "Land, buildings and equipment, net", "Plant, property and equipment, net", "Plant, rental machines and other property{d}net", "Properties and equipment, net", "Net properties", "Net plant and equipment", "Property, equipment and leasehold improvements, net", "Property, equipment and capitalized software, net", "Net property, plant, and equipment", "Property, plant and equipment", "Property and equipment", "Net fixed assets", "Net utility plant", "Property, plant and equipment, at cost less accumulated depreciation", "Leasehold improvements and equipment, net",
        "Flight equipment and other property, net", "Oil and gas properties, net", "Depreciated cost of property, plant and equipment", "Total property, plant and equipment, net",
    ],
    "goodwill": ["Goodwill", "Goodwill, net", "Excess of cost over net assets acquired", "Cost in excess of net assets acquired", "Excess of purchase price over net assets acquired", "Goodwill (Note 6)", "Excess of cost over fair value of net assets acquired", "Goodwill from acquisitions", "Goodwill, net of impairment", "Costs in excess of net assets of businesses acquired", "Excess cost over net assets of businesses acquired", "Goodwill arising from business combinations", "Goodwill{d}net", "Goodwill and franchise value"],
    "total_assets": ["Total assets", "TOTAL ASSETS", "Total Assets", "TOTAL", "Total", "Assets, total", "Total assets (a)", "Total consolidated assets", "Total of all assets", "Sum of assets", "Total resources", "Total assets (Note 1)"],
    "accounts_payable": [
        "Accounts payable", "Trade accounts payable", "Trade payables", "Accounts payable to suppliers", "Accounts payable and drafts payable", "Trade payable", "Payables to suppliers", "Payable to vendors", "Vendor payables", "Accounts payable, current", "Accounts payable (Note 8)",
        "Trade creditors", "Notes and accounts payable", "Accounts payable and book overdrafts", "Accounts payable{d}suppliers", "Accounts and drafts payable", "Checks outstanding and accounts payable", "Trade payables and other", "Merchandise accounts payable", "Accounts payable, including related parties", "Trade accounts and drafts payable", "Medical claims and accounts payable",
    ],
    "current_liabilities": ["Total current liabilities", "Current liabilities, total", "Total Current Liabilities", "Current liabilities", "Total current liabilities (Note 9)", "Total of current liabilities", "Total current obligations", "Total current liabilities excluding liabilities held for sale", "Total liabilities, current", "Total short-term liabilities", "Sum of current liabilities", "Total current liabilities, net"],
    "long_term_debt": [
        "Long-term debt", "Long-term debt, net", "Long-term debt, less current portion", "Long-term debt, net of current portion", "Long-term debt, less current maturities", "Long-term debt, excluding current maturities", "Long-term debt, excluding current installments", "Long-term debt due after one year", "Term debt", "Long-term borrowings", "Long-term obligations", "Notes payable, long-term",
        "Long-term notes payable", "Senior notes, net", "Long-term debt and finance leases", "Long-term debt and capital lease obligations", "Non-current portion of long-term debt", "Noncurrent debt", "Long-term loans and notes payable", "Debt, net of current portion", "Long-term debt, net of unamortized discount and issuance costs",
        "Borrowings, net of current portion", "Notes payable and other non-current borrowings", "Debt due after one year", "Long-term debt, non-current", "Bonds and notes payable", "Term loan, net of current portion", "Convertible senior notes, net", "Corporate borrowings", "Long-term indebtedness", "Funded debt", "Mortgage notes and bonds payable", "Long-term liabilities{d}debt", "Long-term bank loans", "Non-current borrowings", "Long-term financing",
        "Revolving credit facility and term loans, less current portion",
    ],
    "total_liabilities": ["Total liabilities", "Total Liabilities", "Liabilities, total", "Total liabilities (Note 11)", "Total obligations", "Total debt and other liabilities", "Total liabilities, excluding redeemable interests", "Sum of liabilities", "Total of all liabilities", "Liabilities", "Total current and non-current liabilities", "Total consolidated liabilities", "Total current and long-term liabilities"],
    "total_liabilities_and_equity": [
        "Total liabilities and stockholders’ equity", "Total liabilities and {h} equity", "Total liabilities and equity", "Total liabilities and {h} investment", "Total liabilities and capital", "Total", "TOTAL LIABILITIES AND {h} EQUITY", "Total liabilities, redeemable noncontrolling interests and equity", "Total liabilities, redeemable noncontrolling interest, and {h} equity",
        "Liabilities and {h} equity, total", "Total liabilities and net worth", "Total liabilities and total equity", "Total equity and liabilities", "Total liabilities, mezzanine equity and {h} equity", "Total liabilities and {h} (deficit) equity", "Total liabilities and {h} equity (deficit)", "Total liabilities, commitments and {h} equity", "Total {h} equity and liabilities",
    ],
    "depreciation_and_amortization": [
        "Depreciation and amortization", "Depreciation and amortization expense", "Depreciation & amortization", "Depreciation, depletion and amortization", "Depreciation, amortization and accretion", "Depreciation, amortization and other", "Depreciation and amortization, net", "Amortization and depreciation", "Depreciation and amortization of property and equipment",
        "Depreciation and amortization of intangible assets", "Depreciation, amortization and impairment", "Depreciation and amortization of property, plant and equipment and intangibles", "Provision for depreciation and amortization", "Depreciation and amortization (including amortization of capitalized software)", "Depreciation, amortization and depletion",
        "Total depreciation and amortization", "Depreciation and amortization of property, equipment and software", "Charges for depreciation and amortization", "Depreciation and amortization, including film costs", "Depreciation expense and amortization", "Depletion, depreciation and amortization", "Depreciation and amortization from continuing operations",
    ],
    "stock_based_compensation": [
        "Stock-based compensation", "Stock-based compensation expense", "Share-based compensation", "Share-based compensation expense", "Stock compensation expense", "Equity-based compensation", "Equity-based compensation expense", "Equity compensation expense", "Stock compensation", "Share-based payments", "Share-based payment expense", "Compensation expense related to stock awards", "Stock-based compensation costs",
        "Non-cash stock-based compensation", "Noncash compensation", "Non-cash equity compensation", "Unit-based compensation", "Stock option expense", "Stock-based employee compensation", "Employee stock-based compensation expense", "Share-based employee compensation", "Stock-based awards", "Amortization of stock-based compensation", "Amortization of unearned compensation and restricted stock", "Restricted stock and stock option expense",
        "Stock-based compensation, net of cash settlements", "Share-based plans expense", "Long-term incentive compensation settled in shares", "Stock and unit award expense", "Expense for equity awards", "Stock-settled compensation", "Deferred stock compensation amortization",
    ],
    "capital_expenditures": [
        "Capital expenditures", "Purchases of property and equipment", "Purchases of property, plant and equipment", "Purchase of property and equipment", "Purchase of property, plant and equipment", "Additions to property, plant and equipment", "Additions to property and equipment", "Additions to property", "Acquisitions of property, plant and equipment", "Acquisition of property and equipment", "Acquisitions of property and equipment",
        "Capital spending", "Expenditures for property, plant and equipment", "Payments for acquisition of property, plant and equipment", "Payments to acquire property, plant and equipment", "Cash paid for property and equipment", "Property and equipment additions", "Property, plant and equipment expenditures", "Capital outlays", "Plant and equipment additions", "Property additions",
        "Purchases of fixed assets", "Purchases of equipment and leasehold improvements", "Investments in property, plant and equipment", "Investment in property and equipment", "Capital expenditures for property and equipment", "Additions to properties", "Capital expenditures (including capitalized software)", "Purchases of property, equipment and capitalized software", "Purchases of property and equipment and intangible assets", "Capital additions", "Cash capital expenditures",
        "Expenditures for property and equipment", "Construction and equipment expenditures", "Additions to land, buildings and equipment", "Capital asset purchases", "Acquisition of plant and equipment", "Purchases of premises and equipment", "Plant acquisitions and construction", "Capital expenditures, net of incentives", "Additions to fixed assets", "Capital and technology expenditures", "Payments for capital assets", "Acquisitions of fixed assets",
    ],
    "share_repurchases": [
        "Repurchases of common stock", "Repurchase of common stock", "Purchases of treasury stock", "Purchase of treasury stock", "Common stock repurchased", "Common shares repurchased", "Share repurchases", "Stock repurchases", "Treasury stock purchases", "Treasury shares purchased", "Acquisition of treasury stock", "Acquisition of treasury shares", "Acquisitions of treasury stock", "Treasury stock purchased", "Treasury stock acquired", "Purchases of common stock", "Purchase of common stock",
        "Purchases of common shares", "Repurchase of shares", "Repurchases of shares", "Repurchases of Class A common stock", "Payments for repurchase of common stock", "Payments to repurchase common stock", "Common stock purchased and retired", "Repurchase and retirement of common stock", "Purchases of stock for treasury", "Purchases of treasury shares", "Repurchases of ordinary shares", "Common share repurchases", "Cash paid for repurchase of common stock", "Payments for share repurchase program",
        "Stock purchases", "Reacquired shares", "Purchase of company stock", "Shares repurchased", "Common stock acquired", "Purchases of common stock for treasury", "Repurchases of common stock under buyback program", "Accelerated share repurchase", "Treasury stock transactions", "Reacquisition of common stock", "Payments for treasury shares", "Buyback of common shares", "Capital stock purchased", "Cost of shares repurchased", "Purchases of the Company’s common stock",
    ],
    "dividends_paid": [
        "Dividends paid", "Cash dividends paid", "Cash dividends", "Dividends", "Payment of dividends", "Payments of dividends", "Dividends paid to shareholders", "Dividends paid to stockholders", "Dividends to shareholders", "Cash dividends paid to {H}", "Dividends paid on common stock", "Payment of cash dividends", "Dividend payments", "Common stock dividends paid", "Common dividends paid", "Dividends to {H}", "Payments for dividends and dividend equivalents",
        "Cash dividend payments", "Dividends and dividend equivalents paid", "Cash used to pay dividends", "Distributions paid", "Distributions to shareholders", "Regular dividends paid", "Dividends on common shares", "Cash dividends on common stock", "Dividends, common stock", "Payment of dividends on common stock", "Dividend paid", "Cash distributions to {H}", "Quarterly dividends paid", "Dividends disbursed", "Payments of cash dividends to {H}",
    ],
}

SIGNED: dict[str, dict[str, list[str]]] = {
    "gross_profit": {
        "plus": ["Gross profit", "Gross margin", "Gross income", "Gross profit on sales", "Gross earnings", "Margin", "Gross profit (exclusive of depreciation)", "Total gross profit", "Gross profit from sales", "Gross margin on sales", "Total gross margin", "Gross operating profit", ""],
        "mixed": ["Gross profit (loss)", "Gross margin", "Gross (loss) profit"],
        "minus": ["Gross loss", "Gross (loss) profit"],
    },
    "operating_income": {
        "plus": ["Operating income", "Operating profit", "Operating earnings", "Income from operations", "Earnings from operations", "Profit from operations", "Total operating income", "Operating margin", "Income from operations before other items", "Net operating income", "Total operating profit", "Consolidated operating income", "Earnings before interest and taxes", "Income before interest and taxes", "Results from operations"],
        "mixed": ["Operating income (loss)", "Income (loss) from operations", "Operating (loss) income", "(Loss) income from operations", "Operating profit (loss)", "Earnings (loss) from operations", "(Loss)/earnings from operations", "Operating earnings (loss)", "Operating income/(loss)"],
        "minus": ["Operating loss", "Loss from operations", "Net operating loss", "Total operating loss", "Operating loss, net"],
    },
    "pretax_income": {
        "plus": [
            "Income before income taxes", "Income before provision for income taxes", "Earnings before income taxes", "Earnings before provision for income taxes", "Income before taxes", "Earnings before taxes", "Income before income tax", "Pre-tax income", "Pretax income", "Pre-tax earnings", "Profit before taxes", "Consolidated profit before taxes", "Income before taxes on income", "Earnings before taxes on earnings",
            "Income from operations before income taxes", "Income from continuing operations before income taxes", "Earnings from continuing operations before income taxes", "Income before income taxes and equity income", "Income before income taxes and noncontrolling interests", "Income before provision for taxes on income", "Income before income tax expense", "Earnings before provision for taxes on income", "Profit before provision for income taxes", "Income before federal income taxes",
            "Income before income taxes and equity in net earnings of affiliates", "Net income before taxes", "Net income before provision for income taxes", "Income before tax", "Income before tax expense",
        ],
        "mixed": [
            "Income (loss) before income taxes", "(Loss) income before income taxes", "Earnings (loss) before income taxes", "Income (loss) before provision for income taxes", "Income (loss) from continuing operations before income taxes", "(Loss)/earnings before income taxes", "Income/(loss) before income taxes", "Net earnings (loss) before income taxes", "(Loss) earnings before income tax (benefit) provision", "Profit (loss) before taxes", "Income (loss) before income tax provision (benefit)", "(Loss) income before provision for (benefit from) income taxes",
        ],
        "minus": ["Loss before income taxes", "Loss before provision for income taxes", "Loss from continuing operations before income taxes", "Net loss before income taxes", "Loss before income tax benefit", "Loss before income tax expense", "Pretax loss", "Loss before benefit from income taxes"],
    },
    "income_tax_expense": {
        "plus": [
            "Provision for income taxes", "Income tax expense", "Income taxes", "Income tax provision", "Provision for taxes on income", "Taxes on income", "Taxes on earnings", "Provision for income tax", "Income tax expense, net", "Provision for federal and foreign income taxes", "Federal and state income taxes", "Less: provision for income taxes", "Tax provision", "Income tax", "Less income tax expense", "Total income tax expense", "Total provision for income taxes", "Provision for taxes", "United States and foreign income taxes",
            "Income and other taxes", "Estimated income taxes", "Federal income tax expense", "Taxes based on income", "Provision for taxes on earnings", "Income taxes, current and deferred",
        ],
        "mixed": [
            "Provision (benefit) for income taxes", "Income tax expense (benefit)", "Income tax provision (benefit)", "Income tax (benefit) expense", "(Benefit) provision for income taxes", "Provision for (benefit from) income taxes", "Provision/(benefit) for taxes on income", "Income tax (benefit)/provision", "Income taxes (benefit)", "(Benefit from) provision for income taxes", "Tax provision (benefit)", "Provision for income taxes", "Income tax expense (credit)",
        ],
        "minus": ["Income tax benefit", "Benefit from income taxes", "Benefit for income taxes", "Income tax (benefit)", "Income tax (benefit) expense", "(Benefit) provision for income taxes", "Tax benefit", "Income tax credit"],
        "flipped": ["Benefit (provision) for income taxes", "Income tax (expense) benefit", "Income tax benefit (expense)", "Income tax (provision) benefit", "Benefit from (provision for) income taxes", "Income tax (expense)/benefit", "(Provision) benefit for income taxes", "(Provision for) benefit from income taxes"],
    },
    "net_income": {
        "plus": ["Net income", "Net earnings", "Net profit", "Profit", "Net income for the year", "Earnings", "Net income for the period", "Consolidated net income", "Net income and comprehensive income", "Profit for the period", "Net earnings for the period", "Income for the period, net", "Net income after taxes"],
        "mixed": ["Net income (loss)", "Net (loss) income", "Net earnings (loss)", "Net (loss) earnings", "Net income/(loss)", "Net (loss)/earnings", "Profit (loss)", "Net profit (loss)"],
        "minus": ["Net loss", "Net loss for the period", "Loss for the year", "Net (loss)", "Net loss and comprehensive loss"],
    },
    "net_income_attributable": {
        "plus": ["Net income attributable to {co}", "Net earnings attributable to {co}", "Net income attributable to common {H}", "Net income attributable to {co} {H}", "Net earnings attributable to {co} common {H}", "Net income attributable to the Company", "Net earnings attributable to the Company’s {H}", "Net income attributable to {H} of {co}", "Profit attributable to {H} of the Company", "Net income attributable to controlling interest", "Net income attributable to the parent",
                 "Net income of {co}", "Profit attributable to common {H}", "Net income available to {co} {H}", "Income attributable to {co} {H}"],
        "mixed": ["Net income (loss) attributable to {co}", "Net (loss) income attributable to {co}", "Net earnings (loss) attributable to {co} {H}", "Net income (loss) attributable to common {H}", "Net (loss)/earnings attributable to {co} {H}", "Net income (loss) attributable to the Company"],
        "minus": ["Net loss attributable to {co}", "Net loss attributable to common {H}", "Net loss attributable to {co} {H}", "Net loss attributable to the Company"],
    },
    "retained_earnings": {
        "plus": ["Retained earnings", "Reinvested earnings", "Earnings employed in the business", "Profit employed in the business", "Earnings reinvested", "Earnings retained for use in the business", "Retained income", "Income retained in the business", "Earnings retained in the business", "Earnings reinvested in the business", "Accumulated earnings", "Retained profits", "Undistributed earnings", "Income reinvested in the business", "Retained earnings, unappropriated", "Retained earnings (Note 12)", "Income retained for use in the business", "Earned surplus", "Net earnings retained"],
        "mixed": ["Retained earnings (accumulated deficit)", "(Accumulated deficit) retained earnings", "Retained earnings (deficit)", "Accumulated earnings (deficit)", "Retained earnings/(accumulated deficit)", "Accumulated (deficit) earnings"],
        "minus": ["Accumulated deficit", "Deficit", "Retained deficit", "Accumulated losses", "Accumulated deficit (Note 12)", "Retained earnings (accumulated deficit)", "Accumulated (deficit)", "Retained earnings (deficit)", "Distributions in excess of accumulated earnings"],
    },
    "stockholders_equity": {
        "plus": ["Total {h} equity", "Total stockholders’ equity", "Total shareholders’ equity", "Total shareowners’ equity", "Shareholders’ equity", "Stockholders’ equity", "Shareowners’ equity", "Total equity", "Total {h} investment", "Net {h} equity", "Total common {h} equity", "Total capital and retained earnings", "Total capital", "Net worth", "Common {h} equity", "Equity", "Total {h} equity, net", "Total share owners’ equity", "Share owners’ equity", "Total {h} funds", "Total owners’ equity", "Total members’ equity"],
        "mixed": ["Total {h} equity (deficit)", "Total {h} (deficit) equity", "Total {h} equity (deficiency)", "Total equity (deficit)"],
        "minus": ["Total {h} deficit", "Total deficit", "Total {h} (deficit)", "Total {h} deficiency", "Total {h} equity (deficit)", "{h} deficit"],
    },
    "stockholders_equity_parent": {
        "plus": ["Total {co} {h} equity", "Total {co} equity", "Total {h} equity", "Equity attributable to {H} of {co}", "Total {h} equity attributable to {co}", "Total equity attributable to the Company", "Total Company {h} equity", "{co} {h} equity", "Total {co} {h} investment", "Total equity attributable to {co}", "Total equity for controlling interests", "Total controlling interest", "Total parent company equity"],
        "mixed": ["Total {co} {h} equity (deficit)", "Total {h} equity (deficit)", "Total equity (deficit) attributable to {co}"],
        "minus": ["Total {co} {h} deficit", "Total {h} deficit", "Total deficit attributable to {co}"],
    },
    "operating_cash_flow": {
        "plus": [
            "Net cash provided by operating activities", "Net cash from operating activities", "Cash provided by operating activities", "Cash generated by operating activities", "Net cash provided by operations", "Net cash flows from operating activities", "Cash flows from operating activities", "Net cash flow provided by operating activities", "Net cash flows provided by operating activities", "Total cash provided by operating activities", "Net cash inflow from operating activities", "Cash provided by operations",
            "Net cash generated from operating activities", "Cash from operations", "Net cash provided from operating activities", "Cash flow from operations", "Net cash from operations", "Operating activities, net", "Net operating cash flow", "Net cash provided by operating activities (Note 14)", "Total cash from operating activities", "Funds provided by operations",
        ],
        "mixed": ["Net cash provided by (used in) operating activities", "Net cash provided by (used for) operating activities", "Net cash (used in) provided by operating activities", "Net cash provided by/(used in) operating activities", "Net cash from (used in) operating activities", "Net cash flows from operating activities", "Cash provided by (used for) operations", "Net cash provided (used) by operating activities", "Net cash (used for) provided by operations"],
        "minus": ["Net cash used in operating activities", "Net cash used for operating activities", "Net cash used by operating activities", "Cash used in operating activities", "Net cash used in operations", "Cash used in operations", "Net cash flows used in operating activities", "Net cash outflow from operating activities"],
    },
    "investing_cash_flow": {
        "plus": ["Net cash provided by investing activities", "Cash provided by investing activities", "Net cash from investing activities", "Net cash flows from investing activities", "Cash generated by investing activities"],
        "mixed": ["Net cash provided by (used in) investing activities", "Net cash (used in) provided by investing activities", "Net cash from (used in) investing activities", "Cash generated by/(used in) investing activities", "Net cash provided by (used for) investing activities", "Net cash provided by/(used in) investing activities", "Net cash (used)/provided by investing activities", "Net cash provided (used) by investing activities", "Cash flows (used for) from investing activities", "Net cash flows from investing activities"],
        "minus": ["Net cash used in investing activities", "Net cash used for investing activities", "Net cash used by investing activities", "Cash used in investing activities", "Cash used for investing activities", "Net cash flows used in investing activities", "Cash flows used for investing activities", "Net cash (used in) investing activities", "Total cash used for investing activities", "Net cash required by investing activities", "Net cash outflow from investing activities", "Net cash used for investment activities", "Cash flows from investing activities", "Net investing cash flow"],
    },
    "financing_cash_flow": {
        "plus": ["Net cash provided by financing activities", "Cash provided by financing activities", "Net cash from financing activities", "Net cash flows from financing activities", "Net cash flows provided by financing activities"],
        "mixed": ["Net cash provided by (used in) financing activities", "Net cash (used in) provided by financing activities", "Net cash from (used in) financing activities", "Net cash (used for) provided by financing activities", "Net cash provided by (used for) financing activities", "Net cash provided by/(used in) financing activities", "Cash flows (used for) from financing activities", "Net cash provided (used) by financing activities", "Net cash flows from financing activities"],
        "minus": ["Net cash used in financing activities", "Net cash used for financing activities", "Net cash used by financing activities", "Cash used in financing activities", "Cash used for financing activities", "Net cash flows used in financing activities", "Net cash (used in) financing activities", "Total cash used for financing activities", "Net cash outflow from financing activities", "Cash flows from financing activities", "Net cash required by financing activities", "Net financing cash flow"],
    },
}

PER_SHARE_HEADS = [
    "Earnings per share:", "Net income per share:", "Earnings per common share:", "Net income per common share:", "Earnings per share", "Basic and diluted earnings per share:", "Per common share:", "Per share data:", "Net earnings per share:", "Net income per share attributable to common {H}:", "Net earnings per common share:", "Earnings per share attributable to {co}:", "Per share amounts:",
    "Earnings per common share attributable to {co} {H}:", "Income per common share:", "Per share of common stock:", "Earnings per ordinary share:", "Profit per common share:",
]
PER_SHARE_HEADS_LOSS = ["Earnings (loss) per share:", "Net income (loss) per share:", "Net (loss) income per common share:", "Net loss per share:", "Loss per common share:", "(Loss) earnings per share:", "Net loss per share attributable to common {H}:", "Earnings (loss) per common share:", "Loss per share:"]
SHARES_HEADS = [
    "Weighted average shares outstanding:", "Weighted-average shares outstanding:", "Weighted average common shares outstanding:", "Shares used in computing earnings per share:", "Shares used in per share computation:", "Weighted average number of common shares outstanding:", "Average shares outstanding:", "Weighted average shares:", "Weighted-average number of shares outstanding:", "Shares used in per share calculation:", "Average common shares outstanding:",
    "Weighted average shares used in per share computation:", "Common shares outstanding:", "Weighted-average shares used to compute net income per share:", "Average number of common shares outstanding:", "Shares outstanding (weighted average):",
]

SHORT: dict[str, list[str]] = {
    "eps_basic": ["Basic", "Basic", "Basic", "Basic earnings", "{d}Basic", "Basic net income", "Basic earnings per share", "Net income{d}basic", "Net income attributable to common {H}{d}basic"],
    "eps_diluted": ["Diluted", "Diluted", "Diluted", "Diluted earnings", "{d}Diluted", "Diluted net income", "Assuming dilution", "Diluted earnings per share", "Net income{d}diluted", "Fully diluted"],
    "shares_basic": ["Basic", "Basic", "Basic", "Basic shares", "{d}Basic", "Basic (in thousands)", "Common shares{d}basic", "Basic weighted average shares"],
    "shares_diluted": ["Diluted", "Diluted", "Diluted", "Diluted shares", "{d}Diluted", "Diluted (in thousands)", "Assuming dilution", "Common shares{d}diluted", "Diluted weighted average shares"],
}
"""Labels under one of the headings above, index by index for basic and diluted where the lists run side by side."""

LONG: dict[str, list[str]] = {
    "eps_basic": [
        "Basic earnings per share", "Basic earnings per common share", "Earnings per share{d}basic", "Earnings per common share{d}basic", "Basic net income per share", "Basic net income per common share", "Net income per share, basic", "Net income per common share, basic", "Net income per share{d}basic", "Basic earnings per share attributable to common {H}", "Basic EPS", "EPS{d}basic",
        "Net income per share attributable to common {H}, basic", "Profit per common share", "Basic net earnings per share", "Earnings per common share, basic", "Basic income per share", "Earnings per common share", "Basic earnings per Class A share", "Basic earnings per share of common stock", "Earnings per ordinary share{d}basic", "Per share{d}basic", "Basic per common share", "Net income per basic share", "Earnings per basic share",
    ],
    "eps_diluted": [
        "Diluted earnings per share", "Diluted earnings per common share", "Earnings per share{d}diluted", "Earnings per common share{d}diluted", "Diluted net income per share", "Diluted net income per common share", "Net income per share, diluted", "Net income per common share, diluted", "Net income per share{d}diluted", "Diluted earnings per share attributable to common {H}", "Diluted EPS", "EPS{d}diluted",
        "Net income per share attributable to common {H}, diluted", "Profit per common share{d}diluted", "Diluted net earnings per share", "Earnings per common share, diluted", "Diluted income per share", "Earnings per common share{d}assuming dilution", "Diluted earnings per Class A share", "Diluted earnings per share of common stock", "Earnings per ordinary share{d}diluted", "Per share{d}diluted", "Diluted per common share", "Net income per diluted share", "Earnings per diluted share",
    ],
    "shares_basic": [
        "Weighted average shares outstanding{d}basic", "Weighted-average shares outstanding, basic", "Weighted average common shares outstanding{d}basic", "Basic weighted average shares outstanding", "Weighted average number of shares outstanding{d}basic", "Basic weighted average common shares", "Average shares outstanding{d}basic", "Shares used in computing basic earnings per share", "Weighted-average shares used in computing net income per share, basic", "Weighted average basic shares outstanding",
        "Average number of common shares outstanding used for basic earnings per common share", "Basic shares outstanding", "Weighted average shares{d}basic", "Weighted-average common shares outstanding (basic)", "Average common shares outstanding{d}basic", "Weighted average basic shares", "Number of shares used in basic computation", "Average shares outstanding", "Weighted average ordinary shares{d}basic", "Basic average shares outstanding", "Shares used in per share calculation{d}basic",
    ],
    "shares_diluted": [
        "Weighted average shares outstanding{d}diluted", "Weighted-average shares outstanding, diluted", "Weighted average common shares outstanding{d}diluted", "Diluted weighted average shares outstanding", "Weighted average number of shares outstanding{d}diluted", "Diluted weighted average common shares", "Average shares outstanding{d}diluted", "Shares used in computing diluted earnings per share", "Weighted-average shares used in computing net income per share, diluted", "Weighted average diluted shares outstanding",
        "Average number of common shares outstanding plus dilutive common stock options", "Diluted shares outstanding", "Weighted average shares{d}diluted", "Weighted-average common shares outstanding (diluted)", "Average common shares outstanding{d}assuming dilution", "Weighted average diluted shares", "Number of shares used in diluted computation", "Average shares outstanding, assuming dilution", "Weighted average ordinary shares{d}diluted", "Diluted average shares outstanding", "Shares used in per share calculation{d}diluted",
    ],
}
"""Labels that need no heading, index by index the same wording for basic and diluted."""

BOTH: dict[str, list[str]] = {
    "eps": ["Basic and diluted earnings per share", "Net loss per share, basic and diluted", "Net income per share{d}basic and diluted", "Basic and diluted net income per common share", "Earnings per common share{d}basic and diluted", "Net income per common share, basic and diluted", "Basic and diluted", "Net loss per share attributable to common {H}, basic and diluted", "Basic and diluted net loss per share", "Loss per share{d}basic and diluted"],
    "shares": ["Weighted average shares outstanding, basic and diluted", "Weighted-average shares used in computing net loss per share, basic and diluted", "Basic and diluted weighted average shares outstanding", "Weighted average common shares{d}basic and diluted", "Basic and diluted", "Weighted-average number of shares outstanding, basic and diluted", "Shares used in computing net loss per share, basic and diluted", "Average shares outstanding, basic and diluted"],
}
"""One row for basic and diluted."""


def variants(item: str) -> list[str]:
    """All wordings of one item of the filing schema; none for any other name."""
    both = {"eps_basic": "eps", "eps_diluted": "eps", "shares_basic": "shares", "shares_diluted": "shares"}
    if item in both:
        return LONG[item] + SHORT[item] + BOTH[both[item]]
    if item in PLAIN:
        return PLAIN[item]
    others = {"net_income": "net_income_attributable", "stockholders_equity": "stockholders_equity_parent"}
    shades = list(SIGNED.get(item, {}).values()) + list(SIGNED.get(others.get(item, ""), {}).values())
    return [label for shade in shades for label in shade]
