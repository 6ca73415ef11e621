// Package plan compares two Snapshots and says what the change does: what was
// declared otherwise, what follows from it, which findings come and go, and for
// whom. A Plan is plain data: it goes through JSON and back unchanged, and
// rendering it needs nothing else.
package plan

import "github.com/partnership-as-code/entente/engine/spec"

// FormatVersion of the JSON form. A minor step adds fields; readers refuse
// another major one.
const FormatVersion = "1.0"

// WorkingFolder is the Head of a Plan of the folder that a command was started in.
const WorkingFolder = "working folder"

// Plan is the whole of what a reviewer is shown.
type Plan struct {
	FormatVersion string       `json:"formatVersion"`
	Unit          string       `json:"unit,omitempty"` // folder of the git repository; left out for all of it
	Base          string       `json:"base"`           // commit hash, or folder
	Head          string       `json:"head"`
	AsOf          string       `json:"asOf"`
	ToolVersion   string       `json:"toolVersion"`
	FactsDigest   string       `json:"factsDigest"` // of the base revision's facts
	TermsDigest   string       `json:"termsDigest"`
	PlanDigest    string       `json:"planDigest"`
	Headline      string       `json:"headline"`
	Changes       []Change     `json:"changes"`
	Impact        Impact       `json:"impact"`
	Data          *Data        `json:"data,omitempty"` // set when the head edits sources or fact files
	Approvals     []Approval   `json:"approvals"`      // rights that the change fired
	Notices       []Notice     `json:"notices"`
	Findings      Findings     `json:"findings"`
	Collateral    []Collateral `json:"collateral"`
	Previous      *Previous    `json:"previous,omitempty"` // against an earlier plan, where one is named
}

// Repository is the address of what belongs to no document.
const Repository spec.Address = "repository"

// Action is what happens to a declared value.
type Action string

const (
	Create  Action = "create"
	Update  Action = "update"
	Delete  Action = "delete"
	Reorder Action = "reorder" // of a list whose order has a meaning
)

// Reasons of changes.
const (
	Edited          = "edited"
	Added           = "added"
	Removed         = "removed"
	Reordered       = "reordered"
	PlanChange      = "plan-change"      // a dated change of a CommissionPlan
	AmendmentMade   = "amendment"        // a dated change of an Agreement
	GoalChange      = "goal-change"      // a dated change of a Goal
	ChangeWithdrawn = "change-withdrawn" // a dated change was taken out again
	IgnoreChange    = "ignore-change"    // other files are left out
)

// Change is one declared value that is otherwise in head. Path is empty when the
// whole document is created or deleted.
type Change struct {
	Action    Action       `json:"action"`
	Address   spec.Address `json:"address"`
	Title     string       `json:"title,omitempty"`
	Path      string       `json:"path"`
	Before    *string      `json:"before"` // null when there was none
	After     *string      `json:"after"`  // null when there is none
	Effective string       `json:"effective,omitempty"`
	AppliesTo string       `json:"appliesTo,omitempty"`
	Note      string       `json:"note,omitempty"` // the reason that a dated change gives
	File      string       `json:"file"`           // in head; in base for a deletion
	Line      int          `json:"line"`
	Reason    string       `json:"reason"`
	Positions []Position   `json:"positions,omitempty"` // of an item that is new or moved, where the order has a meaning
	About     string       `json:"about,omitempty"`     // of a step: 50,000 to 150,000 USD a quarter
	Reach     string       `json:"reach,omitempty"`     // of a step: 3 of 5 won deals, those of the last twelve months that reached it
}

// Impact is what follows from the declared changes on the base's facts.
type Impact struct {
	Period   string  `json:"period"`   // 2026-01-01..2026-06-30
	ProForma *Price  `json:"proForma"` // null where commission is not priced
	Actual   *Actual `json:"actual"`
	Values   []Delta `json:"values"` // only those that move
	// Statements are undated changes of how statements of the past are paid out.
	Statements []Recast `json:"statements,omitempty"`
	// Unpriced is why pro forma pay cannot be worked out; "" when it is.
	Unpriced string `json:"unpriced,omitempty"`
	// Adjustments are single amounts of agreements, which no pro forma holds.
	Adjustments []AdjustmentChange `json:"adjustments,omitempty"`
}

// Delta is one derived value that moves. Before and After are exact decimals,
// null with a reason when there is no value.
type Delta struct {
	Address      spec.Address   `json:"address"`
	Title        string         `json:"title,omitempty"` // with the name behind it where others share it
	What         string         `json:"what"`            // kpi/won-revenue
	Unit         string         `json:"unit"`
	Currency     string         `json:"currency,omitempty"`
	Before       *string        `json:"before"`
	BeforeReason string         `json:"beforeReason,omitempty"`
	After        *string        `json:"after"`
	AfterReason  string         `json:"afterReason,omitempty"`
	Delta        *string        `json:"delta"`   // null unless both ends have a value
	Because      []spec.Address `json:"because"` // changed documents that it came from
	Through      []Cause        `json:"through"` // the changes in them that it moves by
}

// Data is what the head's own sources and fact files change on top.
type Data struct {
	FactsDigest string   `json:"factsDigest"`
	Files       []string `json:"files"` // fact files that differ
	Values      []Delta  `json:"values"`
	ProForma    *Price   `json:"proForma"` // by head's terms, on the base's facts and on its own
	Actual      *Actual  `json:"actual"`
}

// Findings compares what the two revisions are told.
type Findings struct {
	New       []Finding `json:"new"`
	Resolved  []Finding `json:"resolved"`
	Unchanged int       `json:"unchanged"`
}

// Finding is a diag.Finding as plain data, as validate prints it.
type Finding struct {
	Code        string    `json:"code"`
	Severity    string    `json:"severity"`
	Summary     string    `json:"summary"`
	Detail      string    `json:"detail"`
	Fix         string    `json:"fix,omitempty"`
	Resource    string    `json:"resource,omitempty"`
	Path        string    `json:"path,omitempty"`
	File        string    `json:"file"`
	Line        int       `json:"line"`
	Column      int       `json:"column"`
	EndLine     int       `json:"endLine"`
	EndColumn   int       `json:"endColumn"`
	Related     []Related `json:"related"`
	Fingerprint string    `json:"fingerprint"`
}

// Related is a second place that explains a finding.
type Related struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Note string `json:"note"`
}

// Collateral is a document whose values move although the change did not touch
// its file, and all changes through which they do. Which of them moves which value
// is said with the values.
type Collateral struct {
	Address spec.Address `json:"address"`
	Title   string       `json:"title,omitempty"`
	Through []Cause      `json:"through"`
}
