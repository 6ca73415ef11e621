package spec

// Organization is the vendor's side: money, time, people and every threshold.
type Organization struct {
	BaseCurrency    Val[Currency] `yaml:"baseCurrency" is:"required" doc:"Currency in which KPIs, goals and the portfolio are counted (ISO 4217)."`
	Timezone        Val[Text]     `yaml:"timezone" is:"required" doc:"IANA time zone whose calendar days count, such as Europe/Paris."`
	FiscalYearStart *Val[Month]   `yaml:"fiscalYearStart" doc:"First month of the fiscal year; January when left out."`
	Adopted         *Val[Date]    `yaml:"adopted" doc:"Day this repository took over; rules about history bind changes from that day on."`
	Holidays        []Val[Date]   `yaml:"holidays" doc:"Days that are no business days."`
	People          []Person      `yaml:"people" doc:"Everybody who owns, decides, approves or takes part, on both sides."`
	Teams           []Team        `yaml:"teams" doc:"Named groups of people, which can own activities together."`
	Settings        *Settings     `yaml:"settings" doc:"Thresholds of the rules and numbers; each has a default."`
}

func (Organization) KindName() string { return "Organization" }

// Person is one human on any side.
type Person struct {
	ID            Val[Slug]     `yaml:"id" is:"key,required" doc:"Name by which documents refer to the person."`
	GitHub        *Val[Text]    `yaml:"github" doc:"GitHub account, by which reviews are recognised."`
	Side          *Val[Text]    `yaml:"side" enum:"vendor|partner|adviser" doc:"Whose side the person is on; vendor when left out."`
	Partner       *Ref[Partner] `yaml:"partner" doc:"The partner the person works for, on side partner."`
	Functions     []Val[Slug]   `yaml:"functions" doc:"What the person stands for: sales, marketing, finance, product, legal, …"`
	Since         *Val[Date]    `yaml:"since" doc:"First day in the role."`
	Until         *Val[Date]    `yaml:"until" doc:"Last day in the role, inclusive."`
	Skills        []Val[Text]   `yaml:"skills" doc:"Skills that decision rights and goals ask for."`
	Delegate      *PersonRef    `yaml:"delegate" doc:"Who acts in the person's absence."`
	Carries       *Val[Int]     `yaml:"carries" doc:"Number of partners the person can manage well."`
	IndependentOf []AnyRef      `yaml:"independentOf" doc:"Parties that an adviser has no interest in, as kind/name."`
}

// Team is a named group of people.
type Team struct {
	ID      Val[Slug]   `yaml:"id" is:"key,required" doc:"Name by which documents refer to the team."`
	Members []PersonRef `yaml:"members" is:"required" doc:"People of the team."`
}

// Settings holds every threshold with its default in the field's description.
type Settings struct {
	Strict             *Val[Flag]     `yaml:"strict" doc:"Turns warnings about missing clauses into errors. Default false."`
	PortfolioKPI       *Ref[KPI]      `yaml:"portfolioKpi" doc:"KPI by which partners are weighed against each other. Default won-revenue."`
	ParetoShare        *Val[Rate]     `yaml:"paretoShare" doc:"Share of the portfolio KPI that the Pareto set reaches. Default 80%."`
	CoverageMinimum    *Val[Rate]     `yaml:"coverageMinimum" doc:"Weight that must have values before a score is given. Default 70%."`
	PaceTolerance      *Val[Rate]     `yaml:"paceTolerance" doc:"Points behind the elapsed share that are at-risk rather than behind. Default 10%."`
	ForecastFrom       *Val[Rate]     `yaml:"forecastFrom" doc:"Elapsed share from which a forecast is given. Default 20%."`
	AtRiskFrom         *Val[Rate]     `yaml:"atRiskFrom" doc:"Share of the way from which a ratio is at-risk rather than behind. Default 90%."`
	FitWeightCap       *Val[Rate]     `yaml:"fitWeightCap" doc:"Weight above which size, reach, brand or logo criteria are warned of. Default 20%."`
	MinAssessors       *Val[Int]      `yaml:"minAssessors" doc:"Assessors that a fit assessment needs. Default 2."`
	AssessorSpread     *Val[Number]   `yaml:"assessorSpread" doc:"Spread of ratings of one criterion above which assessors are asked to talk. Default 2."`
	AssessmentMaxAge   *Val[Duration] `yaml:"assessmentMaxAge" doc:"Age to which an assessment supports an approval. Default 12 months."`
	SoleDeciderShare   *Val[Rate]     `yaml:"soleDeciderShare" doc:"Share of decisions of one person above which a warning is given. Default 80%."`
	SoleDeciderMinimum *Val[Int]      `yaml:"soleDeciderMinimum" doc:"Accepted decisions from which that share is looked at. Default 5."`
	QuietFor           *Val[Duration] `yaml:"quietFor" doc:"Time without a decision or a shared goal after which an active partner is noted. Default 12 months."`
	RenewalLead        *Val[Duration] `yaml:"renewalLead" doc:"How long before the last day to give notice or to agree on a renewal it is announced. Default 60 days."`
	InfluenceLookback  *Val[Duration] `yaml:"influenceLookback" pattern:"^[0-9]+ (day|week|month|quarter|year)s?$" expects:"a duration in days, weeks, months, quarters or years" doc:"How long before a deal's creation a touch still influences it. Default 90 days."`
	ActivationWithin   *Val[Duration] `yaml:"activationWithin" doc:"Time from joining within which a first won deal or approved registration activates a partner. Default 90 days."`
	ExchangeRateMaxAge *Val[Duration] `yaml:"exchangeRateMaxAge" pattern:"^[0-9]+ (day|week|month)s?$" expects:"a duration in days, weeks or months" doc:"Age to which an exchange rate counts on a day that has none, such as a holiday; 31 days suits monthly averages. Beyond it the rate is missing, which is an error. Default 7 days."`
	EffortRatio        *Val[Number]   `yaml:"effortRatio" doc:"How many times its contribution share a partner's effort share may be. Default 2."`
	EffortMinimum      *Val[Int]      `yaml:"effortMinimum" doc:"Partners from which effort and contribution are compared. Default 5."`
	EffortFrom         *Val[Rate]     `yaml:"effortFrom" doc:"Share of the effort from which a partner's is compared with its contribution. Default 5%."`
}
