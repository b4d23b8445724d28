package auth

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/crypto/bcrypt"
)

// changes tells that users were changed.
type changes interface {
	// listen calls changed once it listens and then at each change. It returns an
	// error when it can no longer listen, or ctx has ended.
	listen(ctx context.Context, changed func()) error
}

// Options are what the module is given beside its settings. The zero value is
// right for a server that is reached directly.
type Options struct {
	PublicURL   string           // where the site is reached; https makes cookies Secure
	DataDir     string           // where SECRET_KEY is kept if it is not set; "": it lasts as long as the process
	Logger      *slog.Logger     // nil: slog.Default
	Now         func() time.Time // nil: time.Now
	HashCost    int              // bcrypt's, 4 to 31; 0: 12
	AddressRate Rate             // sign-ins from one address (of IPv6: /64); zero: 20, then one each 6 s
	AccountRate Rate             // sign-ins with one name; zero: 10, then one each 30 s
	ReadOnly    bool             // write nothing to the database: sessions live in memory
}

// Module is the accounts: users, sessions, and the rules of who may do what.
type Module struct {
	settings  Settings
	publicURL string
	logger    *slog.Logger
	now       func() time.Time

	db       database
	hasher   *hasher
	logins   loginThrottle
	sessions *sessions
	tokens   *sessions // API tokens, looked up as sessions are
	legacy   *sessions // cookies of the earlier Python service, the same way
	audit    *audit
	noise    *throttle // what the audit tells of by the same caller, if it may be repeated at will
	changes  changes
	scs      *scs.SessionManager

	seal       seal      // of second factors
	codes      *throttle // of second factors, by user
	used       factorRows
	signer     signer // of the Python service's cookies
	legacyMode legacyMode
	adopted    *throttle // of them made sessions

	trust     trust
	proxies   []netip.Prefix
	origins   []origin
	crossSite crossSite
	plugins   *pluginSecrets
	guesses   guesses // of plugins' secrets

	limitersMu sync.Mutex
	limiters   map[string]*throttle // of what is costly, by kind
}

// New makes the module. It asks nothing of the database and starts nothing: Run
// does. Its error is what Settings.Validate says, or why SECRET_KEY cannot be
// kept.
func New(pool *pgxpool.Pool, settings Settings, options Options) (*Module, error) {
	if err := settings.Validate(); err != nil {
		return nil, err
	}
	options = options.withDefaults()
	if err := options.validate(); err != nil {
		return nil, err
	}
	db := database{pool}
	m := &Module{
		settings: settings, publicURL: options.PublicURL, logger: options.Logger, now: options.Now,
		db: db, changes: db, hasher: newHasher(options.HashCost),
		logins:   loginThrottle{newThrottle(options.AddressRate), newThrottle(options.AccountRate)},
		sessions: newSessions(options.sessionRows(db), options.Now),
		audit:    &audit{rows: options.auditRows(db), logger: options.Logger, now: options.Now},
		noise:    newThrottle(noiseRate),
		tokens:   newSessions(options.tokenRows(db), options.Now),
		legacy:   newSessions(options.legacyRows(db), options.Now),
		adopted:  newThrottle(adoptRate),
		codes:    newThrottle(codeRate),
		used:     options.factorRows(db),
		plugins:  newPluginSecrets(settings),
		guesses:  newGuesses(),
		limiters: make(map[string]*throttle),
	}
	m.scs = newSessionManager(m.sessions)
	if err := m.readKey(options.DataDir, options.ReadOnly); err != nil {
		return nil, err
	}
	if len(m.plugins.shared) == 0 {
		m.logger.Warn("SHARED_SECRET is unset, or the placeholder that everybody knows: only plugins with a named secret are let in")
	}
	return m, m.readTrust()
}

// readKey finds the key that signs, or makes it.
func (m *Module) readKey(dataDir string, readOnly bool) (err error) {
	if m.legacyMode, err = parseLegacyMode(m.settings.LegacyCookies); err != nil {
		return err
	}
	key, err := secretKey(m.settings.SecretKey, dataDir, readOnly, m.logger)
	if err != nil {
		return err
	}
	m.signer = newSigner(key, legacySalt)
	m.seal, err = newSeal(key)
	return err
}

// readTrust takes over whom the settings believe. They were validated.
func (m *Module) readTrust() (err error) {
	if m.trust.reach, err = parseReach(m.settings.InternalTrust); err != nil {
		return err
	}
	if m.trust.hosts, err = parseHosts(m.settings.AllowedHosts); err != nil {
		return err
	}
	if m.proxies, err = parseProxies(m.settings.TrustedProxies); err != nil {
		return err
	}
	if m.origins, err = parseOrigins(m.settings.AllowedOrigins); err != nil {
		return err
	}
	m.crossSite, err = newCrossSite(m.origins)
	return err
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.HashCost == 0 {
		o.HashCost = hashCost
	}
	if o.AddressRate == (Rate{}) {
		o.AddressRate = defaultAddressRate
	}
	if o.AccountRate == (Rate{}) {
		o.AccountRate = defaultAccountRate
	}
	return o
}

// auditRows is where the audit is stored; nil: in the log only.
func (o Options) auditRows(db database) auditRows {
	if o.ReadOnly {
		return nil
	}
	return db
}

// tokenRows is where API tokens are looked up.
func (o Options) tokenRows(db database) sessionRows {
	if o.ReadOnly {
		return untouchedTokens{tokenRows{db}}
	}
	return tokenRows{db}
}

// legacyRows is where the Python service's cookies are looked up.
func (o Options) legacyRows(db database) sessionRows {
	if o.ReadOnly {
		return &memoryLegacy{legacyRows: legacyRows{db}, ended: make(map[string]time.Time)}
	}
	return legacyRows{db}
}

// factorRows is where it is noted which codes were used.
func (o Options) factorRows(db database) factorRows {
	if o.ReadOnly {
		return &memoryFactors{database: db, steps: make(map[int64]int64)}
	}
	return db
}

// sessionRows is where sessions are stored.
func (o Options) sessionRows(db database) sessionRows {
	if o.ReadOnly {
		return newMemoryRows(db)
	}
	return db
}

func (o Options) validate() error {
	if o.HashCost < bcrypt.MinCost || o.HashCost > bcrypt.MaxCost {
		return fmt.Errorf("the cost of a password's hash is %d; it can be %d to %d", o.HashCost, bcrypt.MinCost, bcrypt.MaxCost)
	}
	for _, r := range []Rate{o.AddressRate, o.AccountRate} {
		if r.Burst < 1 || r.Every <= 0 {
			return fmt.Errorf("a rate of %d sign-ins and one each %s lets nobody in", r.Burst, r.Every)
		}
	}
	return nil
}
