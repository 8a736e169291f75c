/**
 * gcra() of the platform for several keys at once, by the server's own clock (milliseconds): no other call comes between
 * looking and taking. ARGV holds limit, period and whether it is enforced for each key; returned are allowed, remaining,
 * wait and reset for each.
 */
export const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found, answer, refused = {}, {}, false
for i, key in ipairs(KEYS) do
  local limit, period, enforced = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), ARGV[3 * i] == '1'
  local every = period / limit
  local start = math.max(tonumber(redis.call('GET', key) or now), now)
  local wait = start + every - now - period
  local allowed = wait <= 0.1
  local next = allowed and start + every or start
  refused = refused or (enforced and not allowed)
  found[i] = next
  answer[4 * i - 3] = allowed and 1 or 0
  answer[4 * i - 2] = math.floor((period - (next - now) + 0.1) / every)
  answer[4 * i - 1] = allowed and 0 or math.ceil(wait)
  answer[4 * i] = math.ceil(next - now)
end
if not refused then
  for i, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.3f', found[i]), 'PX', math.max(1, math.ceil(found[i] - now)))
  end
end
return answer`

/** ARGV holds for each key what one call took, in milliseconds. */
export const giveBackScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i, key in ipairs(KEYS) do
  local arrival = tonumber(redis.call('GET', key) or now) - tonumber(ARGV[i])
  if arrival > now then redis.call('SET', key, string.format('%.3f', arrival), 'PX', math.ceil(arrival - now))
  else redis.call('DEL', key) end
end`
