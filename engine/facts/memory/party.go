package memory

import (
	"strings"
	"sync"

	"github.com/partnership-as-code/entente/engine/facts"
)

// party is what a partner key means. When it names the same partner in every
// variant, its account is kept once for all of them; else for each variant,
// nil where it names nobody.
type party struct {
	names        []string // by variant; "" where it names nobody, too
	shared       *account
	own          []*account
	isEverywhere bool
	isNowhere    bool
	isDirect     bool // rows without a partner
	isRostered   bool // in some variant by a roster alone
}

// isIn says whether a variant knows the partner.
func (p *party) isIn(variant int) bool { return p.isEverywhere || p.own[variant] != nil }

// isEvaluated says whether rows of the partner are evaluated in a variant, which
// they are not when only a roster knows it there.
func (p *party) isEvaluated(variant int) bool {
	return p.isIn(variant) && !(p.isRostered && facts.IsRostered(p.names[variant]))
}

// account is one partner's, in a variant or in all: what its rows give by question,
// and the number and the share by which streams know it.
type account struct {
	name    string
	variant int // or everyVariant
	number  uint32
	share   uint8
	groups  []group
	needs   []need // by stream
}

const everyVariant = -1

// directory resolves keys for one file. Two keys of one partner share an account.
type directory struct {
	scan    *scan
	mu      *sync.Mutex // a Variant's Partner is never called twice at a time
	byKey   byText[*party]
	shared  map[string]*account // by name
	own     []map[string]*account
	all     []*account // by number
	strange int        // keys in byKey that nobody has
}

// strangeLimit bounds what is remembered of keys that nobody has.
const strangeLimit = 1 << 14

func newDirectory(s *scan, mu *sync.Mutex) *directory {
	d := &directory{scan: s, mu: mu, shared: map[string]*account{}}
	for range s.variants {
		d.own = append(d.own, map[string]*account{})
	}
	return d
}

// find resolves a key for every variant, once.
func (d *directory) find(key string) *party {
	hash := d.byKey.hash(key)
	if p, ok := d.byKey.get(hash, key); ok {
		return p
	}
	key = strings.Clone(key) // let go of the block that it was cut from
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.party(func(v int) (string, bool) { return d.scan.variants[v].Partner(d.scan.source.System, key) })
	if p.isNowhere {
		if d.strange == strangeLimit {
			return p
		}
		d.strange++
	}
	d.byKey.put(hash, key, p)
	return p
}

// direct is the party of rows without a partner.
func (d *directory) direct() *party {
	p := d.party(func(int) (string, bool) { return facts.Direct, true })
	p.isDirect = true
	return p
}

func (d *directory) party(nameIn func(variant int) (string, bool)) *party {
	names, known := make([]string, len(d.own)), make([]bool, len(d.own))
	p := &party{names: names, isEverywhere: true, isNowhere: true}
	isSame := true
	for v := range d.own {
		names[v], known[v] = nameIn(v)
		p.isEverywhere = p.isEverywhere && known[v]
		p.isNowhere = p.isNowhere && !known[v]
		p.isRostered = p.isRostered || known[v] && facts.IsRostered(names[v])
		isSame = isSame && names[v] == names[0]
	}
	if p.isEverywhere && isSame && len(names) > 0 {
		p.shared = d.account(everyVariant, names[0])
		return p
	}
	p.own = make([]*account, len(d.own))
	for v := range d.own {
		if known[v] {
			p.own[v] = d.account(v, names[v])
		}
	}
	return p
}

func (d *directory) account(variant int, name string) *account {
	byName := d.shared
	if variant >= 0 {
		byName = d.own[variant]
	}
	a := byName[name]
	if a == nil {
		a = &account{name, variant, uint32(len(d.all)), shareOf(name), make([]group, len(d.scan.questions)), d.scan.needs(variant, name)}
		byName[name] = a
		d.all = append(d.all, a)
	}
	return a
}
