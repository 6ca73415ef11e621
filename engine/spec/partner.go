package spec

// Partner is one company on the other side.
type Partner struct {
	LegalName     Val[Text]        `yaml:"legalName" is:"required" doc:"Name as it stands in a contract."`
	Lifecycle     Val[Text]        `yaml:"lifecycle" is:"required" enum:"prospect|assessing|approved|onboarding|active|paused|winding-down|ended|declined" doc:"Where the partnership stands."`
	Programs      []Membership     `yaml:"programs" doc:"Programs the partner takes part in."`
	Manager       *PersonRef       `yaml:"manager" doc:"The vendor's person who looks after the partner."`
	MainContact   *PersonRef       `yaml:"mainContact" doc:"The partner's person who answers."`
	Territories   []Val[Text]      `yaml:"territories" doc:"Where the partner sells, as country codes or names."`
	Segments      []Val[Text]      `yaml:"segments" doc:"Customers the partner serves."`
	ReferredBy    *Ref[Partner]    `yaml:"referredBy" doc:"Partner that brought this one."`
	Keys          Map[Val[Text]]   `yaml:"keys" doc:"The partner's key in each outside system, by the Source's system."`
	Payee         *Payee           `yaml:"payee" doc:"What finance needs to pay."`
	Contributions []Val[Text]      `yaml:"contributions" doc:"What the partner brings."`
	Challenges    []Val[Text]      `yaml:"challenges" doc:"What stands in the way."`
	Capacity      Map[Val[Number]] `yaml:"capacity" doc:"What the partner can put in, such as salesFte: 6."`
	Concerns      []Concern        `yaml:"concerns" doc:"What worries either side, with an owner and a date."`
}

func (Partner) KindName() string { return "Partner" }

type Membership struct {
	Program Ref[Program] `yaml:"program" is:"key,required" doc:"The program."`
	Since   *Val[Date]   `yaml:"since" doc:"First day in the program."`
	Pin     *Pin         `yaml:"pin" doc:"A level that is held whatever is earned."`
}

type Pin struct {
	Tier   Val[Slug]  `yaml:"tier" is:"required" doc:"The level that is held."`
	Until  *Val[Date] `yaml:"until" doc:"Last day of the pin."`
	Reason *Val[Text] `yaml:"reason" doc:"Why the level is held."`
}

type Payee struct {
	VendorID     *Val[Text]     `yaml:"vendorId" doc:"The partner's number in accounts payable."`
	TaxStatus    *Val[Text]     `yaml:"taxStatus" doc:"How the payee is taxed, such as reverse-charge."`
	PaymentTerms *Val[Duration] `yaml:"paymentTerms" doc:"Time to pay from the statement."`
	Currency     *Val[Currency] `yaml:"currency" doc:"Currency the payee is paid in."`
}

type Concern struct {
	ID     Val[Slug]  `yaml:"id" is:"key,required" doc:"Names the concern."`
	Text   Val[Text]  `yaml:"text" is:"required" doc:"What worries."`
	Raised *Val[Date] `yaml:"raised" doc:"Day it was raised."`
	By     *PersonRef `yaml:"by" doc:"Who raised it."`
	Owner  *PersonRef `yaml:"owner" doc:"Who sees to it."`
	Due    *Val[Date] `yaml:"due" doc:"Day by which it is answered."`
	Status *Val[Text] `yaml:"status" enum:"open|answered|dropped" doc:"open when left out."`
}
