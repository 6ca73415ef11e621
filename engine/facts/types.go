package facts

// ColumnType declares one canonical column of a source type.
type ColumnType struct {
	Name     string
	Kind     Kind
	Required bool     // must be mapped
	Allowed  []string // enumeration; nil: any
}

// Type declares what rows of one kind of source can hold.
type Type struct {
	Name    string
	Columns []ColumnType
}

// Column finds a declared column by name.
func (t Type) Column(name string) (ColumnType, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return ColumnType{}, false
}

// Types are the source types, in the order of the language's documentation.
var Types = []Type{
	{"deals", []ColumnType{
		need("id", Text), need("partner", Text), enum("stage", true, "open", "won", "lost"),
		opt("amount", Money), opt("currency", Text), opt("quantity", Number), opt("tax", Money), opt("discount", Money),
		opt("shipping", Money), opt("cost", Money), opt("termMonths", Number), opt("createdAt", Day), opt("registeredAt", Day),
		opt("closedAt", Day), opt("customer", Text), opt("product", Text), opt("segment", Text),
		enum("kind", false, "new", "expansion", "renewal"), enum("sourcedBy", false, "partner", "vendor"), opt("owner", Text)}},
	{"leads", []ColumnType{
		need("id", Text), need("partner", Text), need("submittedAt", Day),
		enum("status", false, "submitted", "accepted", "rejected", "duplicate", "won", "lost"),
		opt("decidedAt", Day), opt("deal", Text), opt("channel", Text)}},
	{"revenue", []ColumnType{
		need("id", Text), need("partner", Text), need("at", Day), need("amount", Money), opt("currency", Text), opt("deal", Text),
		opt("customer", Text), enum("kind", false, "new", "expansion", "contraction", "churn", "recurring"),
		opt("invoicedAt", Day), opt("collectedAt", Day)}},
	{"refunds", []ColumnType{
		need("id", Text), need("of", Text), need("amount", Money), need("at", Day), opt("currency", Text),
		enum("reason", false, "refund", "churn", "non-payment")}},
	{"touches", []ColumnType{
		need("id", Text), need("partner", Text), need("deal", Text), need("at", Day), opt("type", Text)}},
	{"activities", []ColumnType{
		need("id", Text), need("partner", Text), need("at", Day), opt("type", Text), opt("answeredAt", Day), opt("person", Text)}},
	{"campaigns", []ColumnType{
		need("id", Text), need("partner", Text), need("campaign", Text), need("at", Day),
		opt("delivered", Number), opt("engaged", Number), opt("cost", Money)}},
	{"registrations", []ColumnType{
		need("id", Text), need("partner", Text), need("customer", Text), need("submittedAt", Day),
		enum("status", false, "submitted", "approved", "rejected", "expired", "won"),
		opt("decidedAt", Day), opt("expiresAt", Day), opt("deal", Text)}},
	{"costs", []ColumnType{
		need("id", Text), need("partner", Text), need("at", Day), need("amount", Money), opt("currency", Text), opt("what", Text)}},
	{"payments", []ColumnType{
		need("id", Text), need("partner", Text), need("at", Day), need("amount", Money), opt("currency", Text), opt("statement", Text)}},
	{"fx-rates", []ColumnType{
		need("from", Text), need("to", Text), need("date", Day), need("rate", Number)}},
}

// LookupType finds a source type by name.
func LookupType(name string) (Type, bool) {
	for _, t := range Types {
		if t.Name == name {
			return t, true
		}
	}
	return Type{}, false
}

func need(name string, k Kind) ColumnType { return ColumnType{Name: name, Kind: k, Required: true} }
func opt(name string, k Kind) ColumnType  { return ColumnType{Name: name, Kind: k} }

func enum(name string, required bool, values ...string) ColumnType {
	return ColumnType{Name: name, Kind: Text, Required: required, Allowed: values}
}
