package auth

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"net/http"

	"github.com/pquerna/otp"

	"overlord/store/fault"
	"overlord/web/api"
)

// qrPixels is the width of the picture that phones read.
const qrPixels = 240

// getFactor answers whether the caller has a second factor.
func (m *Module) getFactor(w http.ResponseWriter, r *http.Request) error {
	who, err := person(r)
	if err != nil {
		return err
	}
	enabled, left, err := m.db.factorState(r.Context(), who.UserID)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"enabled": enabled, "recovery_codes_left": left})
}

// factorRequest is the body of POST and DELETE /me/totp.
type factorRequest struct {
	Password string `json:"password"`
	Code     string `json:"code"`
}

// postFactor begins a second factor, with the password, and takes it into use, with
// its first code.
func (m *Module) postFactor(w http.ResponseWriter, r *http.Request) error {
	who, err := person(r)
	if err != nil {
		return err
	}
	var asked factorRequest
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	switch {
	case asked.Password != "" && asked.Code == "":
		return m.answerNewFactor(w, r, who, asked.Password)
	case asked.Password == "" && asked.Code != "":
		codes, err := m.confirmFactor(r.Context(), who, asked.Code)
		if err != nil {
			return err
		}
		return api.WriteJSON(w, r, http.StatusOK, map[string]any{"recovery_codes": codes})
	}
	return fault.New(fault.Invalid, "send the password to begin a second factor, then its first code to take it into use")
}

func (m *Module) answerNewFactor(w http.ResponseWriter, r *http.Request, who Identity, password string) error {
	if _, err := m.proveOwner(r, who, password, "password"); err != nil {
		return err
	}
	key, err := m.beginFactor(r.Context(), who)
	if err != nil {
		return err
	}
	picture, err := picture(key)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]string{"secret": key.Secret(), "uri": key.URL(), "qr": picture})
}

// picture is what a phone reads, as the address of an image.
func picture(key *otp.Key) (string, error) {
	image, err := key.Image(qrPixels, qrPixels)
	if err != nil {
		return "", err
	}
	var file bytes.Buffer
	if err := png.Encode(&file, image); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()), nil
}

// deleteFactor takes the caller's second factor away. It wants the password, and a
// code or recovery code: a browser that was left open is not enough.
func (m *Module) deleteFactor(w http.ResponseWriter, r *http.Request) error {
	who, err := person(r)
	if err != nil {
		return err
	}
	var asked factorRequest
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	u, err := m.proveOwner(r, who, asked.Password, "password")
	if err != nil {
		return err
	}
	err = m.checkFactor(r.Context(), u, asked.Code, api.ClientIP(r), m.now())
	if fault.CodeOf(err) == fault.Unauthenticated { // the caller is signed in: it is the request that is refused
		return fault.Wrap(err, fault.Denied, "%s", fault.Of(err).Message).WithField("code")
	}
	if err != nil {
		return err
	}
	if err := m.removeFactor(r.Context(), who.UserID, who.Username); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}
