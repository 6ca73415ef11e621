package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// scene is what templates see: the partner whose turn it is and what belongs to
// them, and at the end everybody who had a turn.
type scene struct {
	random   *rand.Rand
	programs int

	Partner, Title, Contact       string
	Manager, Adviser              string
	Country, Region, Law, Key     string
	Since, Until, Signed          string
	Program, Plan, Scorecard, KPI string
	Serial                        int // tells a partner's documents apart

	Desks []*desk
}

// desk is a manager, the adviser who settles ties, and the partners they have.
type desk struct {
	Manager, Adviser string
	Partners         []contact
}

// contact is a person who works for a partner.
type contact struct{ Name, Partner string }

// newScene gives one that deals the same cards every time.
func newScene(files int) *scene {
	const seed, stream = 20260630, 85
	return &scene{random: rand.New(rand.NewPCG(seed, stream)), programs: max(1, files/50)}
}

var (
	firstWords = []string{"Northwind", "Contoso", "Fabrikam", "Alpine", "Harbor", "Meridian", "Cobalt", "Juniper",
		"Sterling", "Lakeside", "Orchard", "Vertex"}
	secondWords = []string{"Trading", "Systems", "Partners", "Consulting", "Retail", "Networks", "Services", "Logistics",
		"Digital", "Solutions"}
	countries = []struct{ code, region, law string }{
		{"DE", "dach", "Germany, courts of Hamburg"}, {"AT", "dach", "Austria, courts of Vienna"},
		{"FR", "west", "France, courts of Paris"}, {"ES", "south", "Spain, courts of Madrid"},
		{"PT", "south", "Portugal, courts of Lisbon"}, {"SE", "north", "Sweden, courts of Stockholm"}}
)

// turn makes it the turn of partner i.
func (s *scene) turn(i int) {
	const partnersPerDesk = 35 // less than a manager carries
	if i%partnersPerDesk == 0 {
		n := len(s.Desks)
		s.Desks = append(s.Desks, &desk{Manager: fmt.Sprintf("manager-%d", n), Adviser: fmt.Sprintf("adviser-%d", n)})
	}
	first, second := firstWords[i%len(firstWords)], secondWords[i/len(firstWords)%len(secondWords)]
	country := countries[i%len(countries)]
	s.Title = fmt.Sprintf("%s %s %d", first, second, i)
	s.Partner = strings.ReplaceAll(strings.ToLower(s.Title), " ", "-")
	s.Contact, s.Key = fmt.Sprintf("contact-%d", i), fmt.Sprintf("P-%06d", i)
	desk := s.Desks[len(s.Desks)-1]
	desk.Partners = append(desk.Partners, contact{s.Contact, s.Partner})
	s.Manager, s.Adviser = desk.Manager, desk.Adviser
	s.Country, s.Region, s.Law = country.code, country.region, country.law
	year := s.Between(2023, 2025)
	s.Signed, s.Since, s.Until = s.Day(year, 1), s.Day(year, s.Between(2, 6)), s.Day(2028, s.Between(1, 12))
	s.program(i % s.programs)
}

// program chooses a program with its plan and scorecard.
func (s *scene) program(i int) {
	s.Program, s.Plan, s.Scorecard = fmt.Sprintf("resellers-%d", i), fmt.Sprintf("reseller-%d", i), fmt.Sprintf("health-%d", i)
}

// Between gives a number from low to high, both inclusive.
func (s *scene) Between(low, high int) int { return low + s.random.IntN(high-low+1) }

// One chooses a text.
func (s *scene) One(texts ...string) string { return texts[s.random.IntN(len(texts))] }

// IsOneIn is true once in n times.
func (s *scene) IsOneIn(n int) bool { return s.random.IntN(n) == 0 }

// Day gives a day of a month as documents write it.
func (s *scene) Day(year, month int) string {
	return fmt.Sprintf("%04d-%02d-%02d", year, month, s.Between(1, 28))
}

// Digest gives 64 hexadecimal digits.
func (s *scene) Digest() string {
	return fmt.Sprintf("%016x%016x%016x%016x", s.random.Uint64(), s.random.Uint64(), s.random.Uint64(), s.random.Uint64())
}
