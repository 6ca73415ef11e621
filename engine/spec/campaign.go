package spec

// Campaign is a piece of joint marketing with owners on both sides.
type Campaign struct {
	Partners []Ref[Partner]   `yaml:"partners" is:"required" doc:"Partners that take part."`
	Program  *Ref[Program]    `yaml:"program" doc:"Program it belongs to."`
	Owners   *SideOwners      `yaml:"owners" doc:"Who is accountable on each side."`
	Window   Val[Period]      `yaml:"window" is:"required" doc:"When it runs."`
	Budget   *SideBudget      `yaml:"budget" doc:"What each side spends."`
	Expects  Map[Val[Number]] `yaml:"expects" doc:"What should come of it, such as leads: 20."`
	Goal     *Ref[Goal]       `yaml:"goal" doc:"Goal it serves."`
}

func (Campaign) KindName() string { return "Campaign" }

type SideBudget struct {
	Vendor  *Val[Money] `yaml:"vendor" doc:"The vendor's share."`
	Partner *Val[Money] `yaml:"partner" doc:"The partner's share."`
}
