// Package web is the front door: one router in front of the modules' routes, the
// site, health, metrics and version, and the HTTP server itself.
//
// A request's way: deadlines (a caller who dawdles is cut off) → whose address it
// is → request id and log → security headers → measured → compressed → routed.
// The modules' routes answer at their own path and under /api, those of the items
// also under /inv; what no route has is the site's, unless the path belongs to the
// API: then it is 404 JSON.
package web
