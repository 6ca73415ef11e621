package spec

// Goal is what both sides want to reach together in a period.
type Goal struct {
	Partner        Ref[Partner]  `yaml:"partner" is:"required" doc:"The partner."`
	Program        *Ref[Program] `yaml:"program" doc:"The program, when the partner is in several."`
	Period         Val[Period]   `yaml:"period" is:"required" doc:"Time in which it is reached."`
	Objective      *Objective    `yaml:"objective" doc:"One objective for both, or one per side."`
	Benefit        *SideTexts    `yaml:"benefit" doc:"What each side gains."`
	Owners         *SideOwners   `yaml:"owners" doc:"Who is accountable on each side."`
	Skills         *SideSkills   `yaml:"skills" doc:"What each side brings to it."`
	Agreed         *Agreed       `yaml:"agreed" doc:"When and by whom it was agreed."`
	KPIs           []GoalKPI     `yaml:"kpis" is:"required" doc:"What is measured; equal weights when none is given."`
	CheckinCadence *Val[Cadence] `yaml:"checkinCadence" doc:"How often both sides look at it."`
	Changes        []GoalChange  `yaml:"changes" is:"changes" doc:"Dated changes to this goal, merged by item key."`
	Supersedes     *Ref[Goal]    `yaml:"supersedes" doc:"Goal that this one takes the place of."`
}

func (Goal) KindName() string { return "Goal" }

type Objective struct {
	Both    *Val[Text] `yaml:"both" is:"bare" enum:"revenue-growth|customer-acquisition|lead-generation|market-expansion|retention|brand|product|custom" doc:"Objective of both sides."`
	Vendor  *Val[Text] `yaml:"vendor" enum:"revenue-growth|customer-acquisition|lead-generation|market-expansion|retention|brand|product|custom" doc:"Objective of the vendor."`
	Partner *Val[Text] `yaml:"partner" enum:"revenue-growth|customer-acquisition|lead-generation|market-expansion|retention|brand|product|custom" doc:"Objective of the partner."`
}

func (Objective) alternatives() [][]string { return [][]string{{"both"}, {"vendor", "partner"}} }

type SideTexts struct {
	Vendor  *Val[Text] `yaml:"vendor" doc:"On the vendor's side."`
	Partner *Val[Text] `yaml:"partner" doc:"On the partner's side."`
}

type SideOwners struct {
	Vendor  *OwnerRef `yaml:"vendor" doc:"On the vendor's side."`
	Partner *OwnerRef `yaml:"partner" doc:"On the partner's side."`
}

type SideSkills struct {
	Vendor  []Val[Text] `yaml:"vendor" doc:"On the vendor's side."`
	Partner []Val[Text] `yaml:"partner" doc:"On the partner's side."`
}

type Agreed struct {
	On       *Val[Date] `yaml:"on" doc:"Day of agreement."`
	Vendor   *PersonRef `yaml:"vendor" doc:"Who agreed for the vendor."`
	Partner  *PersonRef `yaml:"partner" doc:"Who agreed for the partner."`
	Evidence *Evidence  `yaml:"evidence" doc:"Where it is recorded."`
}

type GoalKPI struct {
	KPI      Ref[KPI]     `yaml:"kpi" is:"key,required" doc:"The KPI."`
	Baseline *Val[Bound]  `yaml:"baseline" doc:"Value at the start, in the KPI's unit."`
	Target   *Target      `yaml:"target" doc:"Value to reach, or {low, high} to stay within."`
	Stretch  *Val[Bound]  `yaml:"stretch" doc:"Value beyond the target."`
	Weight   *Val[Number] `yaml:"weight" doc:"Share of the goal; all weights sum to 100."`
	Remove   *Val[Flag]   `yaml:"remove" is:"removal" doc:"true takes the KPI away: in a dated change."`
}

type Target struct {
	Value *Val[Bound] `yaml:"value" is:"bare" doc:"Value to reach."`
	Low   *Val[Bound] `yaml:"low" doc:"Lower end of the band to stay within."`
	High  *Val[Bound] `yaml:"high" doc:"Upper end of the band to stay within."`
}

func (Target) alternatives() [][]string { return [][]string{{"value"}, {"low", "high"}} }

type GoalChange struct {
	ID        Val[Slug]      `yaml:"id" is:"key,required" doc:"Names the change."`
	Effective Val[Date]      `yaml:"effective" is:"required" doc:"First day of the changed goal."`
	Set       Patch[Goal]    `yaml:"set" is:"required" doc:"What changes, written like the goal itself; remove: true takes an item away."`
	Decision  *Ref[Decision] `yaml:"decision" doc:"Decision behind it."`
	Reason    *Val[Text]     `yaml:"reason" doc:"Why it changes."`
}
