package spec

// Source says where rows of facts are and what their columns mean.
type Source struct {
	Type     Val[Text]        `yaml:"type" is:"required" enum:"deals|leads|revenue|refunds|touches|activities|campaigns|registrations|costs|payments|fx-rates" doc:"What the rows are."`
	System   *Val[Text]       `yaml:"system" doc:"Key of Partner.keys by which rows name a partner; the partner's own name when left out."`
	From     From             `yaml:"from" is:"required" doc:"Where the rows are."`
	Currency *Val[Currency]   `yaml:"currency" doc:"Currency of amounts when no column has it."`
	Columns  Map[Column]      `yaml:"columns" is:"required" doc:"Which header fills which column of the type."`
	Extra    Map[ExtraColumn] `yaml:"extra" doc:"Further columns for expressions, with a type."`
}

func (Source) KindName() string { return "Source" }

type From struct {
	Files      *Val[Text] `yaml:"files" doc:"Glob over CSV or JSONL files, relative to the repository."`
	Connection *Val[Slug] `yaml:"connection" doc:"Name of a connection whose address comes from the environment."`
	Table      *Val[Text] `yaml:"table" doc:"Table of that connection."`
}

type Column struct {
	Column *Val[Text]     `yaml:"column" is:"bare" doc:"Header of the column in the file."`
	Unit   *Val[Text]     `yaml:"unit" enum:"major|minor|formatted" doc:"How amounts are written: 12.50, 1250 or $12.50; major when left out."`
	Format *Val[Text]     `yaml:"format" doc:"How days are written, such as DD/MM/YYYY; YYYY-MM-DD when left out."`
	Values Map[Val[Text]] `yaml:"values" doc:"Canonical value of each raw one."`
	Known  []Val[Text]    `yaml:"known" doc:"Values that are expected; others are counted and noted."`
	Max    *Val[Bound]    `yaml:"max" doc:"Largest amount that is believed."`
}

type ExtraColumn struct {
	Column *Val[Text] `yaml:"column" is:"bare" doc:"Header of the column in the file."`
	Type   *Val[Text] `yaml:"type" enum:"text|money|number|rate|day|flag" doc:"Type of the values; text when left out."`
	Unit   *Val[Text] `yaml:"unit" enum:"major|minor|formatted" doc:"How amounts are written; major when left out."`
	Format *Val[Text] `yaml:"format" doc:"How days are written; YYYY-MM-DD when left out."`
}
