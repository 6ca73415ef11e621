package spec

// Agreement is one contract between the vendor and a partner in a program.
// active, expired and ended are no statuses: they follow from the dates.
type Agreement struct {
	Partner        Ref[Partner]         `yaml:"partner" is:"required" doc:"The partner."`
	Program        Ref[Program]         `yaml:"program" is:"required" doc:"The program whose terms are inherited."`
	Status         Val[Text]            `yaml:"status" is:"required" enum:"draft|in-review|signed" doc:"Where signing stands."`
	Term           Term                 `yaml:"term" is:"required" doc:"When the agreement holds and how it is renewed."`
	Plan           *Ref[CommissionPlan] `yaml:"plan" doc:"Commission plan in place of the program's."`
	PayoutCurrency *Val[Currency]       `yaml:"payoutCurrency" doc:"Currency of payouts in place of the plan's."`
	Territory      []Val[Text]          `yaml:"territory" doc:"Where the agreement holds; everywhere when left out."`
	Exclusivity    *Exclusivity         `yaml:"exclusivity" doc:"Whether others may sell there too."`
	Terms          *Terms               `yaml:"terms" is:"partial" doc:"Where the clauses deviate from the program's; what is left out is inherited."`
	Governance     *Body                `yaml:"governance" doc:"Who decides together, and how."`
	Document       *Paper               `yaml:"document" doc:"The signed paper."`
	Signatures     []Signature          `yaml:"signatures" doc:"Who signed, and when."`
	Adjustments    []Adjustment         `yaml:"adjustments" doc:"Single amounts on top of the plan: goodwill, incentives."`
	Amendments     []Amendment          `yaml:"amendments" is:"changes" doc:"Dated changes to this agreement, merged by item key."`
	Supersedes     *Ref[Agreement]      `yaml:"supersedes" doc:"Agreement that this one takes the place of."`
	Ended          *Ended               `yaml:"ended" doc:"How and when the agreement was ended."`
}

func (Agreement) KindName() string { return "Agreement" }

type Term struct {
	Effective    Val[Date]      `yaml:"effective" is:"required" doc:"First day."`
	Expires      *Val[Date]     `yaml:"expires" doc:"Last day; evergreen when left out."`
	Renewal      *Val[Text]     `yaml:"renewal" enum:"none|auto|manual" doc:"What happens at expiry; none when left out."`
	RenewFor     *Val[Duration] `yaml:"renewFor" doc:"How long a renewal holds."`
	Notice       *Val[Duration] `yaml:"notice" doc:"Notice that stops a renewal or ends an evergreen agreement."`
	ChangeNotice *Val[Duration] `yaml:"changeNotice" doc:"Notice to the partner before changed terms take effect."`
}

type Exclusivity struct {
	Type      *Val[Text]  `yaml:"type" is:"bare" enum:"none|sole|exclusive" doc:"none, sole (the vendor may still sell) or exclusive."`
	Territory []Val[Text] `yaml:"territory" doc:"Where it holds."`
	Segments  []Val[Text] `yaml:"segments" doc:"For which customers it holds."`
	Until     *Val[Date]  `yaml:"until" doc:"Last day."`
}

// Body is a group that votes.
type Body struct {
	Voters     []PersonRef `yaml:"voters" is:"required" doc:"Who votes."`
	Rule       *Val[Text]  `yaml:"rule" enum:"unanimous|majority" doc:"What carries a motion."`
	Quorum     *Val[Int]   `yaml:"quorum" doc:"Votes that must be cast."`
	TieBreaker *PersonRef  `yaml:"tieBreaker" doc:"Independent adviser with the casting vote."`
}

type Paper struct {
	URL      *Val[Text] `yaml:"url" is:"bare" doc:"Where the paper is kept."`
	SHA256   *Val[Text] `yaml:"sha256" pattern:"^[0-9a-f]{64}$" expects:"64 hexadecimal digits in lower case" doc:"Digest of the paper."`
	Prevails *Val[Flag] `yaml:"prevails" doc:"Whether the paper prevails over this file."`
}

type Signature struct {
	Person PersonRef `yaml:"person" is:"key,required" doc:"Who signed."`
	On     Val[Date] `yaml:"on" is:"required" doc:"Day of signing."`
}

type Adjustment struct {
	ID       Val[Slug]      `yaml:"id" is:"key,required" doc:"Names the adjustment."`
	Date     Val[Date]      `yaml:"date" is:"required" doc:"Day it is earned."`
	Amount   Val[Money]     `yaml:"amount" is:"required" doc:"Amount; negative takes back."`
	Reason   *Val[Text]     `yaml:"reason" doc:"Why it is paid."`
	Decision *Ref[Decision] `yaml:"decision" doc:"Decision behind it."`
}

type Amendment struct {
	ID         Val[Slug]        `yaml:"id" is:"key,required" doc:"Names the amendment."`
	Effective  Val[Date]        `yaml:"effective" is:"required" doc:"First day of the changed terms."`
	Set        Patch[Agreement] `yaml:"set" is:"required" doc:"What changes, written like the agreement itself; remove: true takes an item away."`
	Document   *Paper           `yaml:"document" doc:"The signed paper."`
	Signatures []Signature      `yaml:"signatures" doc:"Who signed, and when."`
	Decision   *Ref[Decision]   `yaml:"decision" doc:"Decision behind it."`
	Reason     *Val[Text]       `yaml:"reason" doc:"Why it changes."`
}

type Ended struct {
	On            Val[Date]  `yaml:"on" is:"required" doc:"Last day."`
	Reason        *Val[Text] `yaml:"reason" doc:"Why: convenience, breach, insolvency, …"`
	WindDownOwner *PersonRef `yaml:"windDownOwner" doc:"Who brings open work to an end."`
}
