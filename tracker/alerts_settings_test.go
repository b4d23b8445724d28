package tracker

import (
	"strings"
	"testing"

	"overlord/store/fault"
)

func TestAWebhooksAddressIsCheckedAndNotRepeated(t *testing.T) {
	for address, good := range map[string]bool{
		"": true, "https://discord.com/api/webhooks/1/s3cr3t": true, "http://127.0.0.1:9/api/webhooks/1/s3cr3t?thread_id=5": true,
		"discord.com/api/webhooks/1/s3cr3t": false, "ftp://discord.com/api/webhooks/1/s3cr3t": false, "https://s3cr3t": false, "s3cr3t": false,
	} {
		err := Settings{DiscordAclogWebhook: address}.Validate()
		if (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil && (fault.CodeOf(err) != fault.Invalid || strings.Contains(err.Error(), "s3cr3t") || !strings.HasPrefix(err.Error(), "DISCORD_ACLOG_WEBHOOK")) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestTheSenderIsAsTheSettingsSay(t *testing.T) {
	for _, c := range []struct {
		webhook string
		dry     bool
		state   string
		row     AlertState
	}{
		{"", false, senderOff, AlertOff}, {"", true, senderDryRun, AlertWaiting},
		{"https://discord.com/api/webhooks/1/x", false, senderOn, AlertWaiting}, {"https://discord.com/api/webhooks/1/x", true, senderDryRun, AlertWaiting},
	} {
		s := Settings{DiscordAclogWebhook: c.webhook, DryRun: c.dry}
		sender, err := newAlertSender(s, "", nil, nil, nil, quiet())
		if err != nil {
			t.Fatal(err)
		}
		if got := sender.Status().State; got != c.state {
			t.Errorf("%+v: the sender is %s, want %s", c, got, c.state)
		}
		if got := newAlerting(s, nil).state(false); got != c.row {
			t.Errorf("%+v: a row is %s, want %s", c, got, c.row)
		}
		if got := newAlerting(s, nil).state(true); got != AlertQuiet {
			t.Errorf("within quiet hours a row is %s", got)
		}
	}
}
