// The Lua interpreter on a script that calls, sorts, concatenates, matches and collects garbage; SIZE scales it.
#include "kernel.h"

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

#include <stdio.h>
#include <stdlib.h>

static const char script[] =
    "local size = ...\n"
    "local sum = 0\n"
    "local function mix(x) sum = (sum * 31 + x) & 0xffffffff end\n"
    "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end\n"
    "local random = 17\n"
    "local function next_random() random = (random * 1103515245 + 12345) & 0x7fffffff return random >> 8 end\n"
    "for round = 1, size do\n"
    "  mix(fib(16))\n"
    "  local numbers = {}\n"
    "  for i = 1, 400 do numbers[i] = next_random() % 1000 end\n"
    "  table.sort(numbers)\n"
    "  for i = 1, 400, 7 do mix(numbers[i]) end\n"
    "  local words = {}\n"
    "  for i = 1, 100 do words[#words + 1] = 'word' .. i .. string.rep('x', i % 5) end\n"
    "  local text = table.concat(words, ' ')\n"
    "  for word, digits in text:gmatch('(%a+)(%d+)') do mix(#word + tonumber(digits)) end\n"
    "  local count = {}\n"
    "  for c in text:gmatch('.') do count[c] = (count[c] or 0) + 1 end\n"
    "  mix(count.w)\n"
    "  local list = nil\n"
    "  for i = 1, 300 do list = {value = i, next = list, twice = function() return i * 2 end} end\n"
    "  while list do mix(list.value + list.twice()) list = list.next end\n"
    "  local x = 0.5\n"
    "  for i = 1, 500 do x = 3.7 * x * (1 - x) end\n"
    "  mix(math.floor(x * 1000000))\n"
    "end\n"
    "return sum\n";

static void stop(lua_State *lua) {
    fprintf(stderr, "lua: %s\n", lua_tostring(lua, -1));
    exit(1);
}

uint64_t kernel(unsigned size) {
    lua_State *lua = luaL_newstate();
    luaL_requiref(lua, "_G", luaopen_base, 1);
    luaL_requiref(lua, "table", luaopen_table, 1);
    luaL_requiref(lua, "string", luaopen_string, 1);
    luaL_requiref(lua, "math", luaopen_math, 1);
    if (luaL_loadstring(lua, script) != LUA_OK) {
        stop(lua);
    }
    lua_pushinteger(lua, size);
    if (lua_pcall(lua, 1, 1, 0) != LUA_OK) {
        stop(lua);
    }
    uint64_t sum = (uint64_t)lua_tointeger(lua, -1);
    lua_close(lua);
    return hash(HASH_START, sum);
}
