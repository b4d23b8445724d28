package web

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// healthTime is what Healthy waits for an answer.
const healthTime = 3 * time.Second

// Healthy asks the server that listens where the settings say, from this
// machine, whether it is up. Its error says what is wrong.
func Healthy(ctx context.Context, s Settings) error {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, localAddress(s.ListenAddr)+"/healthz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answers %s", answer.Status)
	}
	return nil
}
