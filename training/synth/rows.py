"""The other rows of the statements: us-gaap concept, sign, weight in thousandths of the statement's base, wordings.

Sign "+": positive, "-": an outflow that its label words as one (value positive, printed in brackets in cash flows),
"±": either, "(": natural value negative (contra rows). The base is revenue in income statements and cash flows, total
assets in balance sheets. Placeholders as in wording.py; {n} is a whole number of shares, {p} a par value.
"""

Other = tuple[str, str, int, list[str]]

REVENUE_PARTS = [
    ["Products", "Services"], ["Product", "Service"], ["Product sales", "Service revenues"], ["Subscription", "Professional services"], ["Net product sales", "Alliance and other revenues"], ["Sales of products", "Sales of services"], ["Sales of machinery and equipment", "Revenues of financial services"],
    ["Premiums", "Net investment income", "Fee income"], ["Licenses", "Maintenance", "Services"], ["Subscription and support", "License", "Professional services and other"], ["Company-operated stores", "Franchise royalties and fees", "Other"], ["Passenger", "Cargo", "Other revenue"], ["Residential", "Commercial", "Industrial"],
    ["Equipment sales", "Rental and lease income"], ["Net sales", "Other income"], ["Merchandise sales", "Membership fees"], ["Electric", "Natural gas", "Other"], ["Rooms", "Food and beverage", "Management and franchise fees"], ["Automotive sales", "Leasing", "Energy products", "Services and other"], ["Advertising", "Circulation", "Other revenues"],
    ["Net sales{d}third parties", "Net sales{d}related parties"], ["Collaboration revenue", "Product revenue, net"], ["Equity earnings", "Other income"], ["Contract revenue", "Grant revenue"], ["Tuition and fees", "Other"], ["Hardware", "Software", "Services and other"],
    ["Americas", "Europe, Middle East and Africa", "Asia Pacific"], ["Transportation services", "Value-added services"], ["Cloud services", "Software licenses", "Hardware"], ["Home sales", "Land sales", "Financial services"],
]

OPERATING: list[Other] = [
    ("AmortizationOfIntangibleAssets", "+", 25, ["Amortization of intangible assets", "Amortization of acquired intangible assets", "Amortization", "Amortization of intangibles", "Amortization of acquisition-related intangibles", "Amortization of purchased intangibles", "Intangible asset amortization"]),
    ("RestructuringCharges", "+", 15, ["Restructuring charges", "Restructuring costs", "Restructuring and other charges", "Restructuring, net", "Restructuring and related charges", "Business realignment costs", "Severance and restructuring"]),
    ("GoodwillImpairmentLoss", "+", 40, ["Goodwill impairment", "Impairment of goodwill", "Goodwill impairment charge", "Goodwill impairment loss"]),
    ("DepreciationAndAmortization", "+", 45, ["Depreciation and amortization", "Depreciation and amortization expense", "Depreciation", "Depreciation, depletion and amortization", "Depreciation & amortization"]),
    ("OtherOperatingIncomeExpenseNet", "±", 8, ["Other operating expense (income), net", "Other operating (income) expenses", "Other (income) expense, net", "Other expense, net", "Other operating expenses, net", "Miscellaneous{d}net", "Other charges (income)"]),
    ("GainLossOnDispositionOfAssets", "±", 7, ["Gain on dispositions, net", "Net (gain) loss on disposal of assets", "(Gain) loss on sale of property", "Gains on sales of real estate, net"]),
    ("AssetImpairmentCharges", "+", 15, ["Asset impairment charges", "Impairment of long-lived assets", "Asset impairments", "Impairment charges", "Impairments and other charges", "Write-down of assets"]),
    ("BusinessCombinationAcquisitionRelatedCosts", "+", 8, ["Acquisition-related costs", "Acquisition and integration expenses", "Merger and integration costs", "Transaction costs", "Merger-related charges", "Acquisition, integration and divestiture costs"]),
    ("LitigationSettlementExpense", "+", 10, ["Litigation settlement", "Legal settlements", "Litigation charges, net", "Certain litigation charges", "Legal contingencies and settlements"]),
    ("ResearchAndDevelopmentInProcess", "+", 20, ["Acquired in-process research and development", "Acquired IPR&D", "Purchased in-process research and development", "In-process research and development charges"]),
    ("AdvertisingExpense", "+", 30, ["Advertising", "Advertising and promotion", "Advertising expense", "Marketing and advertising"]),
    ("LaborAndRelatedExpense", "+", 150, ["Salaries, wages and benefits", "Compensation and benefits", "Salaries and employee benefits", "Personnel costs", "Labor and related costs"]),
    ("OperatingLeaseExpense", "+", 30, ["Rent", "Rent expense", "Occupancy", "Occupancy and equipment", "Facility rent"]),
    ("TaxesExcludingIncomeAndExciseTaxes", "+", 20, ["Taxes other than income taxes", "Taxes, other than income", "Payroll, property and other taxes", "Other taxes"]),
    ("FulfillmentExpense", "+", 90, ["Fulfillment", "Fulfillment expense", "Shipping and handling", "Distribution expenses", "Warehousing and delivery expenses"]),
    ("FuelCosts", "+", 110, ["Fuel", "Fuel and purchased power", "Aircraft fuel", "Purchased fuel", "Fuel expense"]),
    ("CostOfServicesMaintenanceCosts", "+", 60, ["Maintenance", "Maintenance, materials and repairs", "Repairs and maintenance", "Operations and maintenance"]),
    ("UtilitiesOperatingExpenseMaintenanceAndOperations", "+", 80, ["Operation and maintenance", "Other operation and maintenance", "Operating and maintenance"]),
    ("ExplorationExpense", "+", 20, ["Exploration expenses", "Exploration costs"]),
    ("PreOpeningCosts", "+", 6, ["Preopening expenses", "Store opening costs"]),
    ("OtherCostAndExpenseOperating", "+", 20, ["Other expenses", "Other operating charges", "Other operating expenses", "Other costs and expenses", "Other"]),
    ("PolicyholderBenefitsAndClaimsIncurredNet", "+", 200, ["Claims and claim adjustment expenses", "Policyholder benefits", "Medical costs", "Benefits, losses and loss adjustment expenses"]),
    ("ProvisionForDoubtfulAccounts", "+", 8, ["Provision for credit losses", "Provision for doubtful accounts", "Bad debt expense"]),
    ("EquipmentRentalExpense", "+", 30, ["Equipment rents", "Equipment and other rents", "Rentals and landing fees"]),
    ("RoyaltyExpense", "+", 12, ["Royalties", "Royalty expense", "Royalties and license fees"]),
    ("ProfessionalFees", "+", 10, ["Professional fees", "Professional and consulting fees", "Legal and professional fees"]),
]

SPLIT_SGA: list[Other] = [
    ("SellingAndMarketingExpense", "+", 140, ["Sales and marketing", "Selling and marketing", "Marketing and sales", "Sales and marketing expenses", "Selling expenses", "Selling and distribution", "Sales, marketing and support", "Marketing expenses"]),
    ("GeneralAndAdministrativeExpense", "+", 70, ["General and administrative", "General and administrative expenses", "Administrative expenses", "General and administrative expense", "Corporate, general and administrative", "G&A", "Administration"]),
]
"""Stand instead of selling, general and administrative in one row."""

NONOPERATING: list[Other] = [
    ("InvestmentIncomeInterest", "+", 8, ["Interest income", "Interest and dividend income", "Interest and investment income", "Investment income", "Interest and other income", "Income from interest", "Interest earned"]),
    ("OtherNonoperatingIncomeExpense", "±", 8, ["Other income (expense), net", "Other income, net", "Other (expense) income, net", "Other income (expense)", "Other, net", "Other expense, net", "Miscellaneous income, net", "Other non-operating income (expense), net", "Other{d}net"]),
    ("GainsLossesOnExtinguishmentOfDebt", "±", 6, ["Loss on extinguishment of debt", "Loss on early extinguishment of debt", "(Loss) gain on extinguishment of debt", "Debt extinguishment costs", "Loss on debt retirement"]),
    ("ForeignCurrencyTransactionGainLossBeforeTax", "±", 3, ["Foreign exchange gain (loss), net", "Foreign currency transaction loss", "Net foreign exchange gain (loss)", "Foreign currency gains (losses), net"]),
    ("GainLossOnInvestments", "±", 8, ["Gain (loss) on investments, net", "Gains on investments", "Net gains (losses) on equity securities", "Unrealized gain on equity investments", "Net realized investment gains (losses)"]),
    ("NetPeriodicDefinedBenefitsExpenseReversalOfExpenseExcludingServiceCostComponent", "±", 4, ["Non-service pension income (cost)", "Non-operating retirement-related benefits, net", "Other components of net periodic benefit cost", "Non-operating pension income"]),
    ("GainLossOnSaleOfBusiness", "±", 15, ["Gain on sale of business", "Gain (loss) on divestitures", "Gain on disposition of businesses, net"]),
    ("FairValueAdjustmentOfWarrants", "±", 12, ["Change in fair value of warrant liability", "Change in fair value of warrants", "Change in fair value of contingent consideration"]),
    ("NoncashMergerRelatedCosts", "±", 5, ["Non-cash consideration charges", "Deal-related items, net", "Costs of terminated transaction"]),
]
NONOPERATING_TOTAL = ["Total other income (expense), net", "Total other income (expense)", "Other income (expense), net", "Total non-operating income (expense)", "Total nonoperating expense, net", "Total other expense", "Total other income, net", "Total other (expense) income, net", "Other expense, net", "Interest and other, net", "Total other income and expense"]
EQUITY_METHOD = ["Equity in earnings of unconsolidated affiliates", "Equity in net earnings of affiliates", "Equity income, net of tax", "Equity income (loss){d}net", "Equity in earnings (losses) of unconsolidated businesses", "Equity in profit (loss) of unconsolidated affiliated companies", "Income (loss) from equity method investments, net of tax", "Equity earnings in investees", "Equity in net income of joint ventures"]
CONTINUING = ["Income from continuing operations", "Net income from continuing operations", "Earnings from continuing operations", "Income (loss) from continuing operations", "Net earnings from continuing operations", "Income from continuing operations, net of tax"]
DISCONTINUED = ["Income (loss) from discontinued operations, net of tax", "Discontinued operations, net of tax", "Loss from discontinued operations", "Income from discontinued operations, net of income taxes", "Earnings (loss) from discontinued operations, net of tax", "Discontinued operations{d}net of tax", "(Loss) income from discontinued operations, net of taxes"]
CONSOLIDATED = ["Net income including noncontrolling interests", "Net income", "Consolidated net income", "Net earnings", "Net income before noncontrolling interests", "Net income before allocation to noncontrolling interests", "Net income (loss)", "Net earnings including noncontrolling interests", "Profit of consolidated and affiliated companies", "Net income including noncontrolling and redeemable interests", "Consolidated profit"]
MINORITY = ["Less: Net income attributable to noncontrolling interests", "Net income attributable to noncontrolling interests", "Less: net income (loss) attributable to noncontrolling interests", "Noncontrolling interests", "Less: Profit (loss) attributable to noncontrolling interests", "Net (income) loss attributable to noncontrolling interests", "Less: Net income attributable to non-controlling interest", "Minority interests in earnings of subsidiaries", "Income attributable to minority interest", "Noncontrolling interest in subsidiaries’ earnings", "less: net income attributable to noncontrolling interests", "Less{d}Net income attributable to noncontrolling interests", "Net loss (income) attributable to noncontrolling interests"]
PREFERRED = ["Preferred stock dividends", "Dividends on preferred stock", "Preferred dividends and accretion", "Accretion of redeemable preferred stock", "Less: Preferred stock dividends and other", "Preferred stock dividends and distributions"]
PARTICIPATING = ["Less: earnings allocated to participating share awards and other items", "Dividends and undistributed earnings allocated to participating securities", "Net income allocated to participating securities"]
AVAILABLE = ["Net income available to common {H}", "Net income applicable to common stock", "Earnings available to common {H}", "Net income (loss) available to common {H}", "Income available to common {H}", "Net income attributable to common {H}", "Net income attributable to {co} common {H}", "Net income applicable to common {H}", "Net income attributable to common shares"]
DIVIDENDS_PER_SHARE = ["Cash dividends declared per common share", "Dividends per share", "Cash dividends per share", "Dividends declared per share of common stock", "Dividends declared per common share", "Cash dividends declared per share", "Dividends paid per common share", "Cash distributions per share"]
DILUTION = ["Effect of dilutive securities", "Dilutive effect of common share equivalents", "Dilutive common stock options", "Dilutive potential common shares"]
COMPREHENSIVE: list[Other] = [
    ("OtherComprehensiveIncomeLossForeignCurrencyTransactionAndTranslationAdjustmentNetOfTax", "±", 6, ["Foreign currency translation adjustments", "Foreign currency translation adjustment", "Change in foreign currency translation adjustments, net of tax", "Currency translation", "Cumulative translation adjustment"]),
    ("OtherComprehensiveIncomeLossAvailableForSaleSecuritiesAdjustmentNetOfTax", "±", 3, ["Unrealized gain (loss) on available-for-sale securities", "Net change in unrealized gains (losses) on marketable debt securities", "Unrealized gains on investments, net of tax", "Change in unrealized gain on investments"]),
    ("OtherComprehensiveIncomeLossCashFlowHedgeGainLossAfterReclassificationAndTax", "±", 3, ["Cash flow hedges", "Change in fair value of derivatives, net of tax", "Net gain (loss) on cash flow hedges", "Derivative instruments", "Unrealized gains (losses) on hedging activities"]),
    ("OtherComprehensiveIncomeLossPensionAndOtherPostretirementBenefitPlansAdjustmentNetOfTax", "±", 5, ["Pension and other postretirement benefits", "Retirement plans, net of tax", "Defined benefit pension plans", "Pension liability adjustments", "Postretirement benefit plan adjustments"]),
]
COMPREHENSIVE_TOTALS = {"OtherComprehensiveIncomeLossNetOfTax": ["Other comprehensive income (loss)", "Other comprehensive income (loss), net of tax", "Total other comprehensive income (loss)", "Other comprehensive loss, net of taxes"], "ComprehensiveIncomeNetOfTax": ["Comprehensive income", "Total comprehensive income", "Comprehensive income (loss)", "Comprehensive income attributable to {co}"]}

CURRENT_ASSETS: list[Other] = [
    ("PrepaidExpenseAndOtherAssetsCurrent", "+", 25, ["Prepaid expenses and other current assets", "Prepaid expenses and other", "Prepaids and other current assets", "Prepaid expenses, deferred charges and other", "Prepayments and other current assets", "Prepaid expenses and other assets"]),
    ("OtherAssetsCurrent", "+", 20, ["Other current assets", "Other current assets, net", "Other", "Other assets, current", "Sundry current assets"]),
    ("PrepaidExpenseCurrent", "+", 12, ["Prepaid expenses", "Prepayments", "Prepaid insurance, taxes and other", "Prepaid assets"]),
    ("DeferredIncomeTaxAssetsNetCurrent", "+", 12, ["Deferred income taxes", "Deferred tax assets", "Deferred income taxes, current", "Deferred tax assets, net", "Current deferred income taxes"]),
    ("RestrictedCashAndCashEquivalentsAtCarryingValue", "+", 8, ["Restricted cash", "Restricted cash and cash equivalents", "Funds held in escrow"]),
    ("IncomeTaxesReceivable", "+", 7, ["Income taxes receivable", "Prepaid income taxes", "Refundable income taxes", "Recoverable income taxes", "Income tax receivable"]),
    ("ContractWithCustomerAssetNetCurrent", "+", 30, ["Contract assets", "Contract assets, net", "Unbilled receivables", "Costs and estimated earnings in excess of billings", "Unbilled contract revenue"]),
    ("OtherReceivablesNetCurrent", "+", 10, ["Other receivables", "Other current receivables, net", "Vendor non-trade receivables", "Receivables from related parties", "Miscellaneous receivables"]),
    ("AssetsOfDisposalGroupIncludingDiscontinuedOperationCurrent", "+", 20, ["Assets held for sale", "Current assets of discontinued operations", "Assets of businesses held for sale"]),
    ("DerivativeAssetsCurrent", "+", 4, ["Derivative assets", "Derivative instruments", "Fair value of derivative contracts"]),
    ("DeferredCostsCurrent", "+", 6, ["Deferred contract costs", "Deferred commissions", "Deferred costs, current", "Capitalized contract acquisition costs"]),
    ("DueFromRelatedPartiesCurrent", "+", 4, ["Due from related parties", "Due from affiliates", "Receivable from affiliate"]),
    ("NotesAndLoansReceivableNetCurrent", "+", 18, ["Finance receivables, net", "Receivables{d}finance", "Notes receivable, current portion", "Loans receivable, net"]),
]
INVENTORY_PARTS = [
    [("InventoryFinishedGoodsNetOfReserves", "Finished goods"), ("InventoryWorkInProcessNetOfReserves", "Work in process"), ("InventoryRawMaterialsAndSuppliesNetOfReserves", "Raw materials and supplies")],
    [("InventoryFinishedGoodsNetOfReserves", "Finished products"), ("InventoryWorkInProcessNetOfReserves", "Work in process"), ("InventoryRawMaterialsNetOfReserves", "Materials")],
    [("InventoryRawMaterialsNetOfReserves", "Raw materials"), ("InventoryWorkInProcessNetOfReserves", "Work in process"), ("InventoryFinishedGoodsNetOfReserves", "Finished goods")],
    [("InventoryRawMaterialsAndSuppliesNetOfReserves", "Raw materials and packaging"), ("InventoryWorkInProcessNetOfReserves", "Work-in-process"), ("InventoryFinishedGoodsNetOfReserves", "Finished goods")],
    [("InventoryFinishedGoodsNetOfReserves", "Finished goods"), ("InventoryRawMaterialsAndSuppliesNetOfReserves", "Raw materials, supplies and other")],
    [("InventoryCrudeOilProductsAndMerchandise", "Crude oil and refined products"), ("InventoryRawMaterialsAndSuppliesNetOfReserves", "Materials and supplies")],
]
INVENTORY_HEADS = ["Inventories:", "Inventories", "Inventory:", "Inventories, at lower of cost or net realizable value:"]
INVENTORY_TOTALS = ["Total inventories", "Inventories, total", "Total inventories", "Total", "", "", "Total inventory", "Inventories, net"]
PPE_PARTS = ["Land", "Land and improvements", "Buildings", "Buildings and improvements", "Machinery and equipment", "Leasehold improvements", "Furniture and fixtures", "Construction in progress", "Computer equipment and software", "Vehicles", "Equipment"]
PPE_GROSS = ["Property, plant and equipment, at cost", "Property and equipment, gross", "Total, at cost", "", "Cost", "Property and equipment, at cost", "Gross property, plant and equipment"]
PPE_LESS = ["Less: accumulated depreciation and amortization", "Less accumulated depreciation", "Accumulated depreciation", "Less: accumulated depreciation", "Less allowances for depreciation", "Accumulated depreciation and amortization"]
NONCURRENT_ASSETS: list[Other] = [
    ("IntangibleAssetsNetExcludingGoodwill", "+", 90, ["Intangible assets, net", "Other intangible assets, net", "Intangibles, net", "Intangible assets, net of amortization", "Acquired intangible assets, net", "Purchased intangible assets, net", "Other intangibles, net", "Intangible assets, net of accumulated amortization of {a} and {b}"]),
    ("OperatingLeaseRightOfUseAsset", "+", 40, ["Operating lease right-of-use assets", "Operating lease right-of-use assets, net", "Right-of-use assets", "Operating lease assets", "Right-of-use assets, operating leases", "Lease right-of-use assets"]),
    ("OtherAssetsNoncurrent", "+", 35, ["Other assets", "Other non-current assets", "Other long-term assets", "Other noncurrent assets", "Other assets, net", "Other assets and deferred charges", "Sundry assets", "Other noncurrent assets, net of accumulated amortization of {a} and {b}"]),
    ("DeferredIncomeTaxAssetsNet", "+", 20, ["Deferred income taxes", "Deferred tax assets", "Deferred tax assets, net", "Deferred income tax assets", "Noncurrent deferred income taxes", "Long-term deferred tax assets"]),
    ("LongTermInvestments", "+", 45, ["Long-term investments", "Investments", "Investments and other assets", "Marketable securities", "Long-term marketable securities", "Investments and long-term receivables", "Non-current investments"]),
    ("EquityMethodInvestments", "+", 25, ["Equity method investments", "Investments in unconsolidated affiliates", "Investments in and advances to affiliates", "Investments in equity affiliates", "Equity investments", "Investments in joint ventures"]),
    ("DefinedBenefitPlanAssetsForPlanBenefitsNoncurrent", "+", 15, ["Prepaid pension", "Prepaid pension costs", "Pension assets", "Overfunded pension plans"]),
    ("NotesAndLoansReceivableNetNoncurrent", "+", 25, ["Long-term receivables", "Notes receivable, net", "Financing receivables, net", "Long-term financing receivables", "Customer financing, net"]),
    ("CapitalizedComputerSoftwareNet", "+", 15, ["Capitalized software, net", "Capitalized software development costs, net", "Software, net", "Internal-use software, net"]),
    ("RestrictedCashNoncurrent", "+", 5, ["Restricted cash, net of current portion", "Long-term restricted cash"]),
    ("AssetsHeldForSaleNotPartOfDisposalGroup", "+", 10, ["Assets held for sale", "Property held for sale", "Non-current assets of discontinued operations"]),
    ("DepositsAssetsNoncurrent", "+", 4, ["Deposits", "Security deposits", "Deposits and other assets", "Long-term deposits"]),
    ("IndefiniteLivedIntangibleAssetsExcludingGoodwill", "+", 40, ["Trademarks with indefinite lives", "Indefinite-lived intangible assets", "Trademarks and trade names", "Franchise rights", "Wireless licenses", "Brands"]),
    ("FinanceLeaseRightOfUseAsset", "+", 10, ["Finance lease right-of-use assets", "Finance lease assets, net"]),
    ("RegulatoryAssetsNoncurrent", "+", 30, ["Regulatory assets", "Other regulatory assets"]),
    ("PropertySubjectToOrAvailableForOperatingLeaseNet", "+", 40, ["Rental equipment, net", "Operating lease vehicles, net", "Equipment on operating leases, net", "Revenue equipment, net"]),
]
ASSETS_NONCURRENT = ["Total non-current assets", "Total noncurrent assets", "Total long-term assets", "Total other assets"]

CURRENT_LIABILITIES: list[Other] = [
    ("AccruedLiabilitiesCurrent", "+", 55, ["Accrued liabilities", "Accrued expenses", "Accrued expenses and other current liabilities", "Accrued expenses and other", "Accrued and other current liabilities", "Accrued liabilities and other", "Other accrued liabilities", "Accruals", "Accrued expenses and other liabilities"]),
    ("EmployeeRelatedLiabilitiesCurrent", "+", 22, ["Accrued compensation and benefits", "Accrued compensation", "Accrued payroll and related benefits", "Salaries, wages and commissions", "Accrued salaries and related expenses", "Accrued wages, salaries and employee benefits", "Compensation and employee benefits", "Employee compensation and benefits", "Accrued payroll"]),
    ("LongTermDebtCurrent", "+", 18, ["Current portion of long-term debt", "Current maturities of long-term debt", "Current installments of long-term debt", "Long-term debt due within one year", "Current portion of debt", "Current portion of notes payable", "Long-term debt maturing within one year", "Current portion of term loan"]),
    ("ShortTermBorrowings", "+", 20, ["Short-term borrowings", "Short-term debt", "Notes payable", "Loans and notes payable", "Commercial paper", "Notes and loans payable", "Bank loans", "Short-term borrowings, including current portion of long-term debt", "Revolving credit facility"]),
    ("ContractWithCustomerLiabilityCurrent", "+", 35, ["Deferred revenue", "Contract liabilities", "Deferred revenue, current", "Unearned revenue", "Customer advances", "Advances and progress billings", "Customer deposits", "Deferred revenue and customer deposits", "Current portion of deferred revenue", "Billings in excess of costs and estimated earnings"]),
    ("OperatingLeaseLiabilityCurrent", "+", 9, ["Operating lease liabilities", "Current operating lease liabilities", "Operating lease liabilities, current", "Current portion of operating lease liabilities", "Current maturities of operating leases", "Lease liabilities, current portion"]),
    ("AccruedIncomeTaxesCurrent", "+", 9, ["Income taxes payable", "Accrued income taxes", "Income taxes", "Accrued income taxes payable", "Taxes payable", "Federal and state income taxes payable"]),
    ("OtherLiabilitiesCurrent", "+", 25, ["Other current liabilities", "Other", "Other payables", "Other liabilities, current", "Sundry payables and accruals"]),
    ("DividendsPayableCurrent", "+", 6, ["Dividends payable", "Cash dividends payable", "Accrued dividends"]),
    ("InterestPayableCurrent", "+", 4, ["Accrued interest", "Interest payable", "Accrued interest payable"]),
    ("ProductWarrantyAccrualClassifiedCurrent", "+", 8, ["Accrued warranty", "Product warranties", "Warranty reserves", "Accrued product warranty"]),
    ("LiabilitiesOfDisposalGroupIncludingDiscontinuedOperationCurrent", "+", 10, ["Liabilities held for sale", "Current liabilities of discontinued operations", "Liabilities of businesses held for sale"]),
    ("AccruedAdvertisingCurrent", "+", 6, ["Accrued promotion and advertising", "Accrued marketing", "Accrued rebates and allowances"]),
    ("SalesAndExciseTaxPayableCurrent", "+", 6, ["Sales taxes payable", "Accrued taxes other than income taxes", "Excise and other taxes payable"]),
    ("SelfInsuranceReserveCurrent", "+", 5, ["Self-insurance reserves", "Accrued insurance", "Current portion of self-insurance reserves"]),
    ("DueToRelatedPartiesCurrent", "+", 4, ["Due to related parties", "Payables to related parties", "Due to affiliates"]),
    ("FinanceLeaseLiabilityCurrent", "+", 3, ["Finance lease obligations, current", "Current portion of finance leases", "Capital lease obligations, current portion"]),
    ("DerivativeLiabilitiesCurrent", "+", 4, ["Derivative liabilities", "Fair value of derivative instruments"]),
    ("GiftCardLiabilityCurrent", "+", 5, ["Gift card liability", "Accrued gift cards and loyalty points", "Deferred gift card revenue"]),
]
NONCURRENT_LIABILITIES: list[Other] = [
    ("DeferredIncomeTaxLiabilitiesNet", "+", 30, ["Deferred income taxes", "Deferred tax liabilities", "Deferred income tax liabilities", "Deferred tax liability, net", "Noncurrent deferred tax liabilities", "Deferred taxes on income", "Deferred income taxes and credits"]),
    ("OtherLiabilitiesNoncurrent", "+", 35, ["Other liabilities", "Other long-term liabilities", "Other non-current liabilities", "Other noncurrent liabilities", "Other liabilities and deferred credits", "Other long-term obligations", "Other deferred credits"]),
    ("OperatingLeaseLiabilityNoncurrent", "+", 35, ["Operating lease liabilities", "Long-term operating lease liabilities", "Operating lease liabilities, non-current", "Noncurrent operating lease liabilities", "Operating lease liabilities, net of current portion", "Operating lease liabilities, less current portion", "Long-term lease obligations"]),
    ("PensionAndOtherPostretirementDefinedBenefitPlansLiabilitiesNoncurrent", "+", 30, ["Pension and postretirement benefit obligations", "Accrued pension and postretirement benefits", "Pension and other postretirement benefits", "Employee benefit obligations", "Accrued pension liabilities", "Retirement benefits", "Postretirement benefits other than pensions", "Accrued retirement benefits"]),
    ("ContractWithCustomerLiabilityNoncurrent", "+", 15, ["Deferred revenue, non-current", "Deferred revenue, net of current portion", "Long-term deferred revenue", "Contract liabilities, non-current", "Deferred revenue, less current portion"]),
    ("AccruedIncomeTaxesNoncurrent", "+", 10, ["Income taxes payable, non-current", "Long-term income taxes payable", "Noncurrent income taxes payable", "Accrued income taxes, long-term"]),
    ("FinanceLeaseLiabilityNoncurrent", "+", 9, ["Finance lease obligations", "Long-term finance lease obligations", "Capital lease obligations, less current portion"]),
    ("AssetRetirementObligationsNoncurrent", "+", 15, ["Asset retirement obligations", "Asset retirement obligations, long-term", "Reclamation and closure obligations"]),
    ("SelfInsuranceReserveNoncurrent", "+", 8, ["Self-insurance reserves", "Self-insurance liability, non-current", "Insurance reserves"]),
    ("DerivativeLiabilitiesNoncurrent", "+", 5, ["Warrant liabilities", "Warrant liability", "Derivative liabilities, non-current"]),
    ("BusinessCombinationContingentConsiderationLiabilityNoncurrent", "+", 6, ["Contingent consideration", "Contingent consideration, net of current portion", "Earn-out liability"]),
    ("AccruedEnvironmentalLossContingenciesNoncurrent", "+", 10, ["Environmental liabilities", "Accrued environmental costs", "Environmental and legal reserves"]),
    ("RegulatoryLiabilityNoncurrent", "+", 30, ["Regulatory liabilities", "Other regulatory liabilities"]),
]
LIABILITIES_NONCURRENT = ["Total non-current liabilities", "Total noncurrent liabilities", "Total long-term liabilities", "Total other liabilities", "Total long-term obligations"]
REDEEMABLE = ["Redeemable noncontrolling interests", "Redeemable noncontrolling interest", "Redeemable convertible preferred stock", "Temporary equity", "Mezzanine equity", "Redeemable non-controlling interests"]
COMMITMENTS = ["Commitments and contingencies", "Commitments and contingencies (Note 11)", "Commitments and contingent liabilities", "Contingencies and commitments (see Note 14)", "Commitments, contingencies and guarantees", "Contingencies (Note 13)"]

COMMON_STOCK = [
    "Common stock", "Common stock, {p} par value", "Common stock, {p} par value per share; {n} shares authorized; {m} shares issued and outstanding", "Common stock{d}par value {p} per share; authorized {n} shares; issued {m} shares", "Common stock, {p} par value; authorized {n} shares; issued and outstanding: {m} shares",
    "Class A common stock, {p} par value", "Ordinary shares{d}par value {p}, {n} shares authorized", "Common stock ({p} par value; {n} shares authorized; {m} shares issued)", "Common stock, no par value", "Capital stock", "Common stock, $1 par value, authorized {n} shares",
]
PREFERRED_STOCK = ["Preferred stock, {p} par value; {n} shares authorized; none issued", "Preferred stock", "Preferred stock, {p} par value, none outstanding", "Preferred shares, no par value", "Series A preferred stock, {p} par value", "Preferred stock{d}authorized {n} shares; no shares issued and outstanding"]
APIC = ["Additional paid-in capital", "Capital in excess of par value", "Paid-in capital", "Additional paid in capital", "Capital surplus", "Additional capital", "Capital in excess of par value of stock", "Surplus", "Other paid-in capital", "Additional paid-in-capital", "Capital in excess of stated value", "Common stock and additional paid-in capital"]
AOCI = ["Accumulated other comprehensive loss", "Accumulated other comprehensive income (loss)", "Accumulated other comprehensive loss, net of tax", "Accumulated other comprehensive items", "Accumulated other comprehensive (loss) income", "Accumulated other comprehensive earnings (losses)", "Accumulated other nonowner changes in equity", "Cumulative foreign currency translation adjustment"]
TREASURY = ["Treasury stock, at cost", "Less: treasury stock, at cost", "Treasury stock, at cost; {n} and {m} shares", "Treasury shares, at cost", "Treasury stock", "Less cost of common stock in treasury, {n} shares", "Less: Common shares in treasury", "Common shares held in treasury, at cost{d}shares: {y}: {n}; {z}: {m}", "Reacquired shares, at cost"]
NCI = ["Noncontrolling interests", "Noncontrolling interest", "Non-controlling interests", "Equity attributable to noncontrolling interests", "Noncontrolling interests in subsidiaries", "Minority interests"]
EQUITY_ALL = ["Total equity", "Total {h} equity and noncontrolling interests", "Total equity including noncontrolling interests", "Total {h} investment", "Total {h} equity", "Total equity (deficit)", "Total shareholders’ equity and noncontrolling interest"]

ADJUSTMENTS: list[Other] = [
    ("DeferredIncomeTaxExpenseBenefit", "±", 10, ["Deferred income taxes", "Deferred taxes", "Deferred income tax expense (benefit)", "Provision (benefit) for deferred income taxes", "Deferred income tax benefit", "Deferred income taxes and tax credits", "Change in deferred income taxes"]),
    ("OtherNoncashIncomeExpense", "±", 6, ["Other, net", "Other", "Other non-cash items", "Other non-cash charges", "Other adjustments", "Other non-cash items, net", "Other{d}net", "Other items not affecting cash"]),
    ("AmortizationOfIntangibleAssets", "+", 20, ["Amortization of intangible assets", "Amortization of acquired intangible assets", "Amortization of acquisition-related intangible assets", "Intangible amortization"]),
    ("OperatingLeaseRightOfUseAssetAmortizationExpense", "+", 10, ["Non-cash operating lease cost", "Amortization of operating lease right-of-use assets", "Noncash lease expense", "Reduction in carrying amount of right-of-use assets"]),
    ("AmortizationOfDebtDiscountPremium", "+", 2, ["Amortization of debt discount", "Amortization of debt discount and issuance costs", "Accretion of debt discount", "Amortization of bond premium"]),
    ("AmortizationOfFinancingCosts", "+", 2, ["Amortization of debt issuance costs", "Amortization of deferred financing costs", "Non-cash interest expense", "Amortization of deferred financing fees"]),
    ("GainLossOnSaleOfPropertyPlantEquipment", "±", 3, ["Loss on disposal of property and equipment", "Gain on sale of property, plant and equipment", "Net loss (gain) on disposal of fixed assets", "Loss on sale or disposal of property and equipment"]),
    ("ProvisionForDoubtfulAccounts", "+", 4, ["Provision for doubtful accounts", "Provision for credit losses", "Bad debt expense", "Provision for losses on accounts receivable", "Allowance for credit losses"]),
    ("AssetImpairmentCharges", "+", 15, ["Asset impairment charges", "Impairment of long-lived assets", "Impairment charges", "Asset impairments", "Impairments"]),
    ("GainsLossesOnExtinguishmentOfDebt", "+", 3, ["Loss on extinguishment of debt", "Loss on early extinguishment of debt", "Debt extinguishment costs"]),
    ("GainLossOnInvestments", "±", 8, ["(Gains) losses on investments, net", "Net gain on investments", "(Gain) loss on equity securities, net", "Unrealized loss (gain) on investments"]),
    ("IncomeLossFromEquityMethodInvestments", "±", 5, ["Equity in earnings of affiliates", "Equity (income) loss, net of dividends", "Undistributed earnings of equity affiliates", "Equity in net earnings of unconsolidated affiliates, net of distributions"]),
    ("GoodwillImpairmentLoss", "+", 30, ["Goodwill impairment", "Impairment of goodwill", "Goodwill impairment charge"]),
    ("RestructuringCosts", "+", 8, ["Restructuring charges", "Restructuring costs, net of payments"]),
    ("PensionAndOtherPostretirementBenefitExpense", "±", 5, ["Pension expense", "Net periodic benefit cost", "Retirement and post-retirement benefit expense"]),
    ("InventoryWriteDown", "+", 5, ["Inventory write-downs", "Provision for excess and obsolete inventory", "Write-down of inventories"]),
    ("ForeignCurrencyTransactionGainLossUnrealized", "±", 2, ["Unrealized foreign currency (gain) loss", "Foreign exchange (gains) losses"]),
    ("PaymentForPensionBenefits", "(", 6, ["Pension contributions", "Contributions to pension plans", "Employer contributions to retirement plans"]),
    ("ExcessTaxBenefitFromShareBasedCompensationOperatingActivities", "(", 4, ["Excess tax benefits from stock-based compensation", "Excess tax benefit from share-based payment arrangements", "Tax benefit from stock options exercised"]),
    ("GainLossOnSaleOfBusiness", "(", 10, ["Gain on sale of business", "Gain on divestiture", "(Gain) loss on sale of businesses"]),
    ("FairValueAdjustmentOfWarrants", "±", 8, ["Change in fair value of warrant liability", "Change in fair value of contingent consideration", "Change in fair value of derivatives"]),
]
SPLIT_DA: list[Other] = [
    ("Depreciation", "+", 40, ["Depreciation", "Depreciation expense", "Depreciation of property, plant and equipment", "Depreciation of property and equipment"]),
    ("AmortizationOfIntangibleAssets", "+", 25, ["Amortization of intangible assets", "Amortization", "Amortization of intangibles", "Amortization of acquired intangibles"]),
]
"""Stand instead of depreciation and amortization in one row."""

WORKING: list[Other] = [
    ("IncreaseDecreaseInAccountsReceivable", "±", 15, ["Accounts receivable", "Receivables", "Trade receivables", "Accounts receivable, net", "(Increase) decrease in accounts receivable", "Decrease (increase) in receivables", "Change in accounts receivable", "Receivables{d}trade and other"]),
    ("IncreaseDecreaseInInventories", "±", 12, ["Inventories", "Inventory", "Merchandise inventories", "(Increase) decrease in inventories", "Inventories, net", "Change in inventories", "Merchandise inventory"]),
    ("IncreaseDecreaseInPrepaidDeferredExpenseAndOtherAssets", "±", 6, ["Prepaid expenses and other current assets", "Prepaid expenses and other assets", "Prepaids and other", "Prepaid expenses and other", "Other current assets"]),
    ("IncreaseDecreaseInAccountsPayable", "±", 12, ["Accounts payable", "Trade payables", "Increase (decrease) in accounts payable", "Trade accounts payable", "Change in accounts payable"]),
    ("IncreaseDecreaseInAccruedLiabilities", "±", 8, ["Accrued liabilities", "Accrued expenses", "Accrued expenses and other current liabilities", "Accrued liabilities and other", "Increase (decrease) in accrued liabilities"]),
    ("IncreaseDecreaseInAccountsPayableAndAccruedLiabilities", "±", 10, ["Accounts payable and accrued liabilities", "Accounts payable and accrued expenses", "Trade accounts payable and other liabilities"]),
    ("IncreaseDecreaseInAccruedIncomeTaxesPayable", "±", 5, ["Income taxes payable", "Income taxes", "Accrued income taxes", "Income taxes receivable/payable", "Taxes payable"]),
    ("IncreaseDecreaseInContractWithCustomerLiability", "±", 10, ["Deferred revenue", "Contract liabilities", "Unearned revenue", "Customer advances and deposits", "Customer advances", "Deferred revenue and customer deposits"]),
    ("IncreaseDecreaseInOtherOperatingLiabilities", "±", 6, ["Other liabilities", "Other current and non-current liabilities", "Other long-term liabilities", "Other operating liabilities", "Other liabilities, net"]),
    ("IncreaseDecreaseInOtherOperatingAssets", "±", 6, ["Other assets", "Other current and non-current assets", "Other operating assets", "Other long-term assets", "Other assets{d}net"]),
    ("IncreaseDecreaseInEmployeeRelatedLiabilities", "±", 5, ["Accrued compensation", "Accrued compensation and benefits", "Accrued payroll and related benefits", "Accrued wages, salaries and employee benefits"]),
    ("IncreaseDecreaseInOperatingLeaseLiability", "(", 8, ["Operating lease liabilities", "Lease liabilities", "Payments on operating lease liabilities"]),
    ("IncreaseDecreaseInContractWithCustomerAsset", "±", 6, ["Contract assets", "Unbilled receivables", "Costs and estimated earnings in excess of billings"]),
    ("IncreaseDecreaseInPensionAndPostretirementObligations", "±", 4, ["Pension and other postretirement benefits", "Retirement benefits", "Pension and postretirement obligations"]),
    ("IncreaseDecreaseInOtherOperatingCapitalNet", "±", 5, ["Other, net", "Other operating activities", "Other", "Other operating assets and liabilities", "Other working capital"]),
    ("IncreaseDecreaseInInterestPayableNet", "±", 2, ["Accrued interest", "Interest payable"]),
]
WORKING_ONE = ["Changes in operating assets and liabilities", "Net change in operating assets and liabilities", "Changes in assets and liabilities, net of acquisitions", "Changes in working capital", "Net changes in operating working capital"]

INVESTING: list[Other] = [
    ("PaymentsToAcquireBusinessesNetOfCashAcquired", "-", 25, ["Acquisitions, net of cash acquired", "Payments for acquisitions, net of cash acquired", "Business acquisitions, net of cash acquired", "Business combinations, net", "Investments and acquisitions (net of cash acquired)", "Purchases of businesses, net of cash acquired", "Cash paid for acquisitions"]),
    ("PaymentsToAcquireInvestments", "-", 60, ["Purchases of investments", "Purchases of marketable securities", "Purchases of short-term investments", "Purchases of available-for-sale securities", "Purchases of investment securities", "Investments purchased"]),
    ("ProceedsFromSaleMaturityAndCollectionsOfInvestments", "+", 55, ["Proceeds from sales and maturities of investments", "Sales and maturities of marketable securities", "Maturities of short-term investments", "Proceeds from maturities of investments", "Sales and maturities of investments", "Proceeds from sales of marketable securities", "Redemptions of investments"]),
    ("ProceedsFromSaleOfPropertyPlantAndEquipment", "+", 4, ["Proceeds from sale of property and equipment", "Proceeds from sales of property, plant and equipment", "Proceeds from disposals of property, plant and equipment", "Disposals of property, plant and equipment", "Proceeds from sale of assets", "Sale of property"]),
    ("PaymentsForProceedsFromOtherInvestingActivities", "±", 4, ["Other, net", "Other", "Other investing activities", "Other investing activities, net", "Other{d}net", "All other investing activities"]),
    ("ProceedsFromDivestitureOfBusinesses", "+", 15, ["Proceeds from divestitures", "Proceeds from sale of business", "Divestitures of businesses, net of cash sold", "Proceeds from sale of businesses and assets"]),
    ("PaymentsToDevelopSoftware", "-", 8, ["Capitalized software development costs", "Capitalized internal-use software", "Additions to capitalized software", "Capitalization of software costs"]),
    ("PaymentsToAcquireIntangibleAssets", "-", 6, ["Purchases of intangible assets", "Acquisition of intangible assets", "Payments for intangible assets", "Acquisitions of licenses"]),
    ("PaymentsToAcquireEquityMethodInvestments", "-", 6, ["Investments in unconsolidated affiliates", "Investments in equity affiliates", "Investments in joint ventures", "Contributions to equity method investments"]),
    ("PaymentsToAcquireFinanceReceivables", "-", 30, ["Additions to finance receivables", "Originations of loans receivable", "Issuance of notes receivable", "Finance receivables acquired"]),
    ("ProceedsFromCollectionOfFinanceReceivables", "+", 28, ["Collections of finance receivables", "Collections of notes receivable", "Principal collected on loans receivable"]),
    ("PaymentsForProceedsFromDerivativeInstrumentInvestingActivities", "±", 4, ["Settlement of derivatives", "Receipts (payments) from settlement of derivative contracts", "Collateral (paid) received associated with hedging activities, net"]),
    ("ProceedsFromEquityMethodInvestmentDividendsOrDistributionsReturnOfCapital", "+", 3, ["Distributions from unconsolidated affiliates", "Return of capital from equity affiliates"]),
]

FINANCING: list[Other] = [
    ("ProceedsFromIssuanceOfLongTermDebt", "+", 40, ["Proceeds from issuance of long-term debt", "Proceeds from long-term debt", "Issuance of long-term debt", "Proceeds from issuance of debt, net", "Proceeds from borrowings", "Proceeds from issuance of notes", "Long-term borrowings", "Proceeds from term loans"]),
    ("RepaymentsOfLongTermDebt", "-", 35, ["Repayments of long-term debt", "Repayment of long-term debt", "Payments of long-term debt", "Payments on long-term debt", "Principal payments on debt", "Reductions of long-term debt", "Repayments of debt", "Retirement of long-term debt", "Principal payments on term loan", "Payment of long-term borrowings"]),
    ("ProceedsFromRepaymentsOfShortTermDebt", "±", 10, ["Net change in short-term borrowings", "Proceeds from (repayments of) short-term debt, net", "Short-term borrowings, net", "Net (repayments) borrowings on revolving credit facility", "Change in commercial paper, net", "Increase (decrease) in short-term debt", "Net borrowings under lines of credit"]),
    ("ProceedsFromStockOptionsExercised", "+", 8, ["Proceeds from exercise of stock options", "Stock options exercised", "Proceeds from stock options exercised", "Exercise of stock options", "Issuance of common stock under employee plans", "Proceeds from employee stock plans"]),
    ("ProceedsFromIssuanceOfCommonStock", "+", 8, ["Issuances of common stock", "Proceeds from issuance of common stock", "Issuances of stock", "Proceeds from sale of common stock, net of issuance costs", "Sale of common stock", "Common stock issued"]),
    ("PaymentsRelatedToTaxWithholdingForShareBasedCompensation", "-", 6, ["Taxes paid related to net share settlement of equity awards", "Payments for taxes related to net share settlement of equity awards", "Tax withholding payments for employee stock-based compensation", "Shares withheld for taxes", "Employee taxes paid on withheld shares", "Common stock repurchases for tax withholding on equity awards"]),
    ("PaymentsOfDebtIssuanceCosts", "-", 2, ["Payment of debt issuance costs", "Debt issuance costs", "Payments of deferred financing costs", "Financing fees paid"]),
    ("PaymentsToMinorityShareholders", "-", 3, ["Distributions to noncontrolling interests", "Dividends paid to noncontrolling interests", "Payments to noncontrolling interests", "Distributions paid to noncontrolling interest holders"]),
    ("FinanceLeasePrincipalPayments", "-", 3, ["Principal payments under finance lease obligations", "Payments on finance leases", "Payments on capital lease obligations", "Principal repayments of finance leases"]),
    ("ProceedsFromPaymentsForOtherFinancingActivities", "±", 4, ["Other, net", "Other", "Other financing activities", "Other financing activities, net", "Other{d}net", "All other financing activities, net"]),
    ("ExcessTaxBenefitFromShareBasedCompensationFinancingActivities", "+", 3, ["Excess tax benefits from stock-based compensation", "Excess tax benefit from share-based arrangements"]),
    ("PaymentForContingentConsiderationLiabilityFinancingActivities", "-", 3, ["Payments of contingent consideration", "Contingent consideration paid", "Payment of deferred purchase price"]),
]
EXCHANGE_RATE = ["Effect of exchange rate changes on cash and cash equivalents", "Effect of exchange rate changes on cash", "Effect of exchange rates on cash, cash equivalents and restricted cash", "Foreign currency effect on cash, cash equivalents, and restricted cash", "Effect of foreign exchange rates on cash", "Exchange rate effect on cash", "Effect of currency on cash and cash equivalents", "Foreign exchange effect on cash", "Effect of translation adjustments on cash"]
CHANGE = ["Net increase (decrease) in cash and cash equivalents", "Net change in cash and cash equivalents", "Increase (decrease) in cash and cash equivalents", "Net (decrease) increase in cash, cash equivalents and restricted cash", "Change in cash and cash equivalents", "Increase/(decrease) in cash, cash equivalents, and restricted cash", "Net increase in cash and cash equivalents", "Net decrease in cash, cash equivalents, and restricted cash", "(Decrease) increase in cash", "Net change for the period", "Cash and cash equivalents increase (decrease)"]
OPENING = ["Cash and cash equivalents at beginning of {t}", "Cash and cash equivalents, beginning of {t}", "Cash, cash equivalents and restricted cash, beginning of {t}", "Beginning cash and cash equivalents", "Cash, cash equivalents and restricted cash at beginning of {t}", "Cash at beginning of {t}", "Balance at beginning of {t}", "Cash and cash equivalents, January 1"]
CLOSING = ["Cash and cash equivalents at end of {t}", "Cash and cash equivalents, end of {t}", "Cash, cash equivalents and restricted cash, end of {t}", "Ending cash and cash equivalents", "Cash, cash equivalents and restricted cash at end of {t}", "Cash at end of {t}", "Balance at end of {t}", "Cash and cash equivalents, December 31"]
SUPPLEMENT: list[Other] = [
    ("InterestPaidNet", "+", 15, ["Cash paid for interest", "Interest paid", "Interest", "Interest paid, net of amounts capitalized", "Cash payments for interest", "Interest payments"]),
    ("IncomeTaxesPaidNet", "+", 20, ["Cash paid for income taxes, net", "Income taxes paid", "Income taxes", "Cash paid for income taxes", "Income taxes paid, net of refunds", "Income tax payments, net"]),
    ("CapitalExpendituresIncurredButNotYetPaid", "+", 6, ["Property and equipment included in accounts payable", "Capital expenditures incurred but not yet paid", "Purchases of property and equipment in accounts payable", "Accrued capital expenditures"]),
    ("RightOfUseAssetObtainedInExchangeForOperatingLeaseLiability", "+", 8, ["Right-of-use assets obtained in exchange for lease obligations", "Operating lease assets obtained in exchange for new lease liabilities"]),
    ("DividendsDeclaredNotPaid", "+", 5, ["Dividends declared but not yet paid", "Accrued dividends"]),
]
