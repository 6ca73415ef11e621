package plan

import "github.com/partnership-as-code/entente/engine/diag"

// FindingOf takes a finding away from its sources, as plain data. Lines and
// columns count from 1, columns in code points, the end is exclusive; all four
// are 0 when the finding points nowhere.
func FindingOf(f diag.Finding) Finding {
	from, to := f.At.From(), f.At.To()
	out := Finding{
		Code: f.Code, Severity: string(f.Severity), Summary: f.Summary, Detail: f.Detail, Fix: f.Fix,
		Resource: f.Resource, Path: f.Path, File: f.At.File(),
		Line: from.Line, Column: from.Column, EndLine: to.Line, EndColumn: to.Column,
		Related: make([]Related, 0, len(f.Related)), Fingerprint: f.Fingerprint(),
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, Related{File: r.At.File(), Line: r.At.From().Line, Note: r.Note})
	}
	return out
}
