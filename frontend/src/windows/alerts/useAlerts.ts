import { type Resource, useChanging } from '../../live/useChanging'
import { type AlertPage, readAlerts } from './alert'

/** Reads alerts, and again whenever one is found or sent. */
export function useAlerts(path: string): Resource<AlertPage> {
  return useChanging(path, readAlerts, 'alerts_changed')
}
