package auth

import (
	"net/http"

	"overlord/store/fault"
)

// PluginRequest finds the name of the secret that a plugin's request carries: in
// X-Plugin-Secret or, where PLUGIN_SECRET_IN_QUERY allows it, in ?secret=. Its
// error is fault.Unauthenticated. It logs nothing: refusals are as many as anybody
// likes.
func (m *Module) PluginRequest(r *http.Request) (name string, err error) {
	presented := r.Header.Get("X-Plugin-Secret")
	if presented == "" && m.settings.PluginSecretInQuery {
		presented = r.URL.Query().Get("secret")
	}
	name, ok := m.PluginSecret(presented)
	switch {
	case ok:
		return name, nil
	case len(m.plugins) == 0:
		return "", fault.New(fault.Unauthenticated, "this server takes no plugins: its SHARED_SECRET is not set")
	case presented == "":
		return "", fault.New(fault.Unauthenticated, "the plugin's secret is missing: send it in the header X-Plugin-Secret")
	}
	return "", fault.New(fault.Unauthenticated, "the plugin's secret is wrong")
}
