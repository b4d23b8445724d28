package auth

import (
	"net/http"

	"overlord/store/fault"
	"overlord/web/api"
)

// PluginRequest finds the name of the secret that a plugin's request carries: in
// X-Plugin-Secret or, where PLUGIN_SECRET_IN_QUERY allows it, in ?secret=. Its
// errors are fault.Unauthenticated, fault.Throttled for an address that guesses,
// and fault.Unavailable as long as the database has not told the named secrets.
func (m *Module) PluginRequest(r *http.Request) (name string, err error) {
	from, now := api.ClientIP(r), m.now()
	if wait := m.guesses.held(from, now); wait > 0 {
		return "", tooManyGuesses(wait)
	}
	presented := m.presentedSecret(r)
	name, ok := m.PluginSecret(presented)
	if ok {
		m.guesses.right(from, now)
		m.plugins.use(name, secretUse{now, from})
		return name, nil
	}
	switch any, loaded := m.plugins.state(); {
	case isSecret(presented, pluginSecretMark) && !loaded:
		return "", fault.New(fault.Unavailable, "the plugins' secrets are not known yet; try again in a moment")
	case !any:
		err = fault.New(fault.Unauthenticated, "this server takes no plugins: its SHARED_SECRET is not set")
	case presented == "":
		err = fault.New(fault.Unauthenticated, "the plugin's secret is missing: send it in the header X-Plugin-Secret")
	default:
		err = fault.New(fault.Unauthenticated, "the plugin's secret is wrong")
		m.guesses.wrong(from, now)
	}
	m.auditPlugin(r, err)
	return "", err
}

func (m *Module) presentedSecret(r *http.Request) string {
	presented := r.Header.Get("X-Plugin-Secret")
	if presented == "" && m.settings.PluginSecretInQuery {
		presented = r.URL.Query().Get("secret")
	}
	return presented
}

// auditPlugin tells the audit of a plugin that was refused, a few times a minute
// for an address: refusals are as many as anybody likes.
func (m *Module) auditPlugin(r *http.Request, err error) {
	if m.noise.take(ActionPluginRefused+" "+network(api.ClientIP(r)), m.now()) == 0 {
		m.Auditor(r)(ActionPluginRefused, "", fault.Of(err).Message, false)
	}
}

// PluginEnded is closed once the secret of that name is revoked, so that the
// sockets that were opened with it can be closed.
func (m *Module) PluginEnded(name string) <-chan struct{} { return m.plugins.over(name) }

// PluginSpeaks notes that a plugin that came with the secret of that name speaks
// for a character.
func (m *Module) PluginSpeaks(name, character string) {
	m.plugins.speaks(character, characterSecret{name, m.now()})
}

// getPluginSecrets answers all secrets and who came with them.
func (m *Module) getPluginSecrets(w http.ResponseWriter, r *http.Request) error {
	list, err := m.namedSecrets(r.Context())
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"secrets": list})
}

// postPluginSecret makes a named secret, which is shown in this answer only.
func (m *Module) postPluginSecret(w http.ResponseWriter, r *http.Request) error {
	who, _ := FromContext(r.Context())
	var asked struct {
		Name string `json:"name"`
	}
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	made, secret, err := m.addPluginSecret(r.Context(), who.Username, asked.Name)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusCreated, struct {
		NamedSecret
		Secret string `json:"secret"`
	}{made, secret})
}

// deletePluginSecret revokes a named secret.
func (m *Module) deletePluginSecret(w http.ResponseWriter, r *http.Request) error {
	id, err := pathUUID(r)
	if err != nil {
		return err
	}
	if err := m.revokePluginSecret(r.Context(), id); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}
