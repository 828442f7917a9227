// The plugin of the regional stack; the framework takes local plugins from the service's own folder alone.
'use strict';

module.exports = require('../tools/stages/stage-check');
