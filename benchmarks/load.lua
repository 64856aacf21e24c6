-- Asks the addresses of a file in turn and prints what came of it as one line of JSON.
-- wrk … -s load.lua URL -- FILE PAUSE [NAME VALUE]…      (PAUSE: ms before each request; NAME VALUE: headers)
local requests, at = {}, 0

function init(args)
  local headers = {}
  local pause = tonumber(args[2])
  if pause > 0 then delay = function() return pause end end
  for place = 3, #args, 2 do headers[args[place]] = args[place + 1] end
  for path in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", path, headers) end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  local ms = function(value) return value / 1000 end
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"bytes":%d,"p50":%.3f,"p99":%.3f,"max":%.3f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, ms(latency:percentile(50)), ms(latency:percentile(99)),
    ms(latency.max), errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
