package item

import "overlord/inventory/gamedata"

func lineName(index int) string { return gamedata.CantripLine(index).Name }
