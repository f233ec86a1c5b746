-- Asks for a path of a list at random, and says as JSON how it went. Arguments: the list, a cookie, "htmx" or nothing
local paths, failed = {}, 0

function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  wrk.headers["Cookie"] = args[2]
  if args[3] == "htmx" then wrk.headers["HX-Request"] = "true" end
  math.randomseed(tonumber(args[4] or "1"))
end

function request() return wrk.format("GET", paths[math.random(#paths)]) end

function response(status) if status ~= 200 then failed = failed + 1 end end

function done(summary, latency)
  local errors = summary.errors
  local bad = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('{"requests": %d, "bad": %d, "seconds": %f, "p50": %f, "p95": %f}\n', summary.requests, bad,
    summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000))
end
